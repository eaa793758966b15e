import type { Connection } from 'mongoose';
import type { SkillRule } from '../../routing/types.ts';
import { messageModel } from '../messages/message-model.ts';
import { leavingRoom } from './in-slices.ts';

/** Texts can be long: few are held at a time. */
const FETCHED_AT_ONCE = 50;

// Texts are free of NUL, so nothing is found across two finds.
const BETWEEN_FINDS = '\0';

/** What a simulation needs of the message that made a ticket. */
export interface FirstMessage {
  /** Of its text, only what the rules look for: they find the same in it. */
  finds: string;
  /** Whether a machine wrote it: such a ticket is not assigned. */
  isAutomatic: boolean;
}

/** Reads the messages that made these tickets; a ticket without any is missing in the answer. */
export async function readFirstMessages(
  db: Connection,
  tickets: readonly string[],
  rules: readonly SkillRule[],
): Promise<Map<string, FirstMessage>> {
  const first = new Map<string, FirstMessage>();
  const wanted = rules.filter(({ field }) => field === 'text').map(({ contains }) => contains.toLowerCase());
  const messages = messageModel(db)
    .find({ ticket: { $in: tickets }, direction: 'in' })
    .sort({ ticket: 1, storedAt: 1, _id: 1 })
    .select(wanted.length > 0 ? 'ticket automatic text' : 'ticket automatic')
    .lean()
    .cursor({ batchSize: FETCHED_AT_ONCE });
  for await (const { ticket, automatic, text } of leavingRoom(messages)) {
    if (first.has(ticket)) continue;
    first.set(ticket, { finds: findsIn(text ?? '', wanted), isAutomatic: Boolean(automatic) });
  }
  return first;
}

function findsIn(text: string, wanted: readonly string[]): string {
  const lower = text.toLowerCase();
  return wanted.filter((words) => lower.includes(words)).join(BETWEEN_FINDS);
}
