import type { QueryKey } from '@tanstack/react-query';
import { queryClient } from '../../data/query-client.ts';

interface Change<Data> {
  key: QueryKey;
  /** What is shown while it is being saved. */
  show(before: Data): Data;
  /** Gives what the server made of it. */
  save(): Promise<Data>;
}

/** Shows a change at once and saves it; what was shown before comes back where it is refused, and the error goes on. */
export async function changeAtOnce<Data>({ key, show, save }: Change<Data>): Promise<void> {
  const before = queryClient.getQueryData<Data>(key);
  if (before !== undefined) queryClient.setQueryData(key, show(before));
  try {
    queryClient.setQueryData(key, await save());
  } catch (error) {
    queryClient.setQueryData(key, before);
    throw error;
  }
}
