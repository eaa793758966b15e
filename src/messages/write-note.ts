import type { ClientSession, Connection } from 'mongoose';
import type { z } from 'zod';
import { dropDraft } from '../drafts/draft-model.ts';
import { BadInput } from '../http/errors.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket, refuseMerged, writeTicket } from '../tickets/change-ticket.ts';
import { markSeen } from '../tickets/reads.ts';
import { moreWords } from '../tickets/search-words.ts';
import { userModel } from '../users/user-model.ts';
import { type MessageRecord, messageModel } from './message-model.ts';
import type { NewNote } from './message-schemas.ts';
import { storedMessage } from './stored-message.ts';
import type { WriteParts, Writing } from './write-message.ts';

/** Stores a note: for colleagues only, never sent. Throws BadInput for a mention of nobody active. */
export async function writeNote(
  { db, files }: WriteParts,
  id: string,
  note: z.infer<typeof NewNote>,
  by: Writing,
): Promise<MessageRecord> {
  const attachments = await files.require(note.attachments, by.actor);
  const mentions = [...new Set(note.mentions)];
  return inTransaction(db, async (session) => {
    const ticket = await findTicket(db, id, session);
    const earlier = await messageModel(db).findById(by.made, null, { session }).lean();
    if (earlier) return earlier;
    refuseMerged(ticket);
    await refuseUnknown(db, note.mentions, session);
    const record = storedMessage({
      _id: by.made,
      ticket: ticket._id,
      direction: 'note',
      author: { kind: by.actor.kind, id: by.actor.id, name: by.actor.name },
      text: note.text,
      html: note.html ?? null,
      attachments,
      mentions,
      at: by.at,
    });
    await messageModel(db).create([record], { session });
    const set = { lastMessageAt: by.at, updatedAt: by.at, words: moreWords(ticket.words, note.text) };
    await writeTicket(db, session, ticket, set, { ...by, kind: 'changed' });
    if (by.actor.kind === 'user') {
      const of = { user: by.actor.id, ticket: ticket._id };
      await markSeen(db, { ...of, upTo: by.at }, session);
      await dropDraft(db, { ...of, kind: 'note' }, session);
    }
    return record;
  });
}

async function refuseUnknown(
  db: Connection,
  mentions: readonly string[],
  session: ClientSession,
): Promise<void> {
  if (mentions.length === 0) return;
  const active = { _id: { $in: [...mentions] }, active: true };
  const known = await userModel(db).find(active, { _id: 1 }, { session }).lean();
  const errors = mentions.flatMap((id, i) =>
    known.some((user) => user._id === id)
      ? []
      : [{ path: `mentions.${i}`, message: 'There is no such active user.' }],
  );
  if (errors.length > 0) throw new BadInput(errors);
}
