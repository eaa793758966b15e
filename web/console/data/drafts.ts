import { useQuery } from '@tanstack/react-query';
import { ApiError, api } from './api.ts';
import { readAll } from './read-all.ts';
import type { Draft } from './types.ts';

/** What is kept of a message that is not written to its end. */
export interface DraftContent {
  kind: 'reply' | 'note';
  text: string;
  html: string | null;
  attachments: string[];
  cc: string[];
  bcc: string[];
  mentions: string[];
  /** The last message its writer has seen. */
  basedOn: string | null;
}

const keyOf = (ticket: string) => ['draft', ticket];

/** One's own draft on a ticket, from whatever device; null for none. */
export function useDraft(ticket: string) {
  return useQuery({
    queryKey: keyOf(ticket),
    queryFn: () => readDraft(ticket),
    // While somebody writes here, the server's copy is the older one.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** Keeps a draft on the server. */
export async function keepDraft(ticket: string, content: DraftContent): Promise<void> {
  await api.put(`/tickets/${ticket}/draft`, content);
}

/** Deletes a draft; there may be none. */
export async function dropDraft(ticket: string): Promise<void> {
  try {
    await api.delete(`/tickets/${ticket}/draft`);
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

/** Out of all of one's own, which are few: asking for one that is not there would be an error in every browser's log. */
async function readDraft(ticket: string): Promise<Draft | null> {
  const drafts = await readAll<Draft>('/drafts');
  return drafts.find((draft) => draft.ticket === ticket) ?? null;
}
