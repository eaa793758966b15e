import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { queryClient } from './query-client.ts';
import type { Listing, SavedView } from './types.ts';

/** One's own saved views and the shared ones. */
export function useSavedViews() {
  return useQuery({
    queryKey: ['saved-views'],
    queryFn: async () => (await api.get<Listing<SavedView>>('/saved-views')).items,
  });
}

/** Reads them and their counts anew after one was made or deleted. */
export async function refreshSavedViews(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['saved-views'] }),
    queryClient.invalidateQueries({ queryKey: ['counts'] }),
  ]);
}
