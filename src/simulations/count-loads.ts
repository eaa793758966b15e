import type { Connection } from 'mongoose';
import { LOAD_AGE_MS } from '../../routing/loads.ts';
import type { LoadReader, TicketType } from '../../routing/types.ts';
import { ticketModel } from '../tickets/ticket-model.ts';

interface Count {
  _id: { owner: string; type: TicketType };
  tickets: number;
  oldest: Date;
}

/** Counts the users' open tickets in the database, as they would stand at an instant if nothing happened until then. */
export async function countLoads(db: Connection, users: readonly string[], at: number): Promise<LoadReader> {
  const counts = await ticketModel(db).aggregate<Count>([
    { $match: { owner: { $in: users }, open: true, assignedAt: { $gt: new Date(at - LOAD_AGE_MS) } } },
    {
      $group: {
        _id: { owner: '$owner', type: '$type' },
        tickets: { $sum: 1 },
        oldest: { $min: '$assignedAt' },
      },
    },
  ]);
  const byKey = new Map(counts.map((count) => [keyOf(count._id.owner, count._id.type), count]));
  return {
    load: (user, type) => byKey.get(keyOf(user, type))?.tickets ?? 0,
    nextDrop(user, type) {
      const oldest = byKey.get(keyOf(user, type))?.oldest;
      return oldest ? oldest.getTime() + LOAD_AGE_MS : null;
    },
  };
}

function keyOf(user: string, type: TicketType): string {
  return `${type} ${user}`;
}
