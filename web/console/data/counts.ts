import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import type { Counts } from './types.ts';

/** How many tickets each view holds. */
export function useCounts() {
  return useQuery({ queryKey: ['counts'], queryFn: () => api.get<Counts>('/tickets/counts') });
}
