import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState, LoadingLines } from '../../design/states.tsx';

interface LoadedProps<Data> {
  query: UseQueryResult<Data>;
  lines?: number;
  children(data: Data): ReactNode;
}

/** Shows what was read, lines while it is on its way, or why it could not be read. */
export function Loaded<Data>({ query, lines = 6, children }: LoadedProps<Data>) {
  if (query.isPending) return <LoadingLines lines={lines} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return children(query.data);
}
