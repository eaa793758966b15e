import { type Connection, Types } from 'mongoose';
import { messageModel } from '../messages/message-model.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { Hint } from './hints.ts';

/** So much before the last known position is looked at again; what was told already is not told twice. */
const OVERLAP_MS = 5 * 60_000;

/** What may have happened since an instant, from what is stored: for when the change stream no longer knows. */
export async function hintsSince(db: Connection, since: Date): Promise<Hint[]> {
  const from = new Date(since.getTime() - OVERLAP_MS);
  const tickets = await ticketModel(db)
    .find({ open: true, $or: [{ assignedAt: { $gte: from } }, { 'routing.waitingSince': { $gte: from } }] })
    .sort({ updatedAt: 1 })
    .select('owner')
    .lean();
  // Ids sort by the second they were made in.
  const firstId = Types.ObjectId.createFromTime(Math.floor(from.getTime() / 1000)).toHexString();
  const messages = await messageModel(db)
    .find({ _id: { $gte: firstId }, direction: { $in: ['in', 'note'] } })
    .sort({ _id: 1 })
    .select('_id')
    .lean();
  return [
    ...tickets.map(
      ({ _id, owner }) => ({ what: owner === null ? 'unassigned' : 'assigned', id: _id }) as const,
    ),
    ...messages.map(({ _id }) => ({ what: 'message', id: _id }) as const),
  ];
}
