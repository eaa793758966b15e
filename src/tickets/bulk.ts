import type { Connection } from 'mongoose';
import type { z } from 'zod';
import { AppError } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { knownTags } from '../tags/known-tags.ts';
import { changeTicket } from './change-ticket.ts';
import { editTicket, hasOwnerLeft } from './edit-ticket.ts';
import { setOwner } from './set-owner.ts';
import type { BulkChange, BulkResultSchema } from './ticket-schemas.ts';

type Bulk = z.infer<typeof BulkChange>;
type Result = z.infer<typeof BulkResultSchema>['results'][number];

/** Changes several tickets, each by itself: what cannot be done to one does not keep the others from it. */
export async function changeInBulk(
  db: Connection,
  bulk: Bulk,
  by: { actor: Actor; at: Date },
): Promise<Result[]> {
  const add = await knownTags(db, bulk.addTags, by.at);
  const results: Result[] = [];
  // One after the other: together they would conflict in the loads of their owner.
  for (const ticket of new Set(bulk.tickets)) {
    results.push(await resultOf(ticket, () => changeOne(db, ticket, { ...bulk, addTags: add }, by)));
  }
  return results;
}

async function changeOne(
  db: Connection,
  id: string,
  { owner, set, addTags, removeTags }: Bulk,
  by: { actor: Actor; at: Date },
): Promise<void> {
  if (owner) await setOwner(db, id, owner, by);
  await changeTicket(db, id, { ...by, kind: 'changed' }, async (ticket, session) => {
    const kept = [...new Set([...ticket.tags, ...addTags])].filter((tag) => !removeTags.includes(tag));
    const isRetagged = kept.join('\n') !== ticket.tags.join('\n');
    const change = { ...set, ...(isRetagged ? { tags: kept } : {}) };
    const ownerLeft = await hasOwnerLeft(db, ticket, change, session);
    return editTicket(ticket, change, { at: by.at, ownerLeft });
  });
}

async function resultOf(ticket: string, act: () => Promise<void>): Promise<Result> {
  try {
    await act();
    return { ticket, ok: true, error: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ticket, ok: false, error: { code: error.code, detail: error.message } };
  }
}
