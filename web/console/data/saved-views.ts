import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import type { Listing, SavedView } from './types.ts';

/** One's own saved views and the shared ones. */
export function useSavedViews() {
  return useQuery({
    queryKey: ['saved-views'],
    queryFn: async () => (await api.get<Listing<SavedView>>('/saved-views')).items,
  });
}
