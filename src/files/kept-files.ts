import type { Connection } from 'mongoose';
import { cannedReplyModel } from '../canned-replies/canned-reply-model.ts';
import { draftModel } from '../drafts/draft-model.ts';
import type { Actor } from '../http/route.ts';

/** Whether the actor's own draft, or a canned reply that they see, holds a file. */
export async function isKeptFor(db: Connection, id: string, actor: Pick<Actor, 'id'>): Promise<boolean> {
  const holds = { 'attachments.id': id };
  const found = await Promise.all([
    draftModel(db).exists({ ...holds, user: actor.id }),
    cannedReplyModel(db).exists({ ...holds, owner: { $in: [actor.id, null] } }),
  ]);
  return found.some((holder) => holder !== null);
}

/** Which of the files drafts and canned replies hold, for as long as these are there. */
export async function findKept(db: Connection, ids: readonly string[]): Promise<string[]> {
  const held = { 'attachments.id': { $in: ids } };
  const found = await Promise.all(
    [draftModel(db), cannedReplyModel(db)].map((m) => m.collection.distinct('attachments.id', held)),
  );
  return found.flat().map(String);
}
