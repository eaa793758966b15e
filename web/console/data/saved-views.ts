import { useQuery } from '@tanstack/react-query';
import { readAll } from './read-all.ts';
import type { SavedView } from './types.ts';

/** One's own saved views and the shared ones. */
export function useSavedViews() {
  return useQuery({ queryKey: ['saved-views'], queryFn: () => readAll<SavedView>('/saved-views') });
}
