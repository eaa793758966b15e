import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api.ts';

/** What the console has read. The socket keeps it current, so nothing is asked for again just because time passed. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 3 && isWorthAnotherTry(error),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
      // A request made while the browser knows it is offline fails at once and shows what is kept.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});

/** Whether the same request may succeed later: no answer, too often, or trouble on the server's side. */
function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);
}
