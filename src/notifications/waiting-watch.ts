import type { Connection } from 'mongoose';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { Cause } from './audience.ts';
import { about, readChannels } from './causes.ts';
import type { Person } from './people.ts';

/** After a standstill no longer ago than this is looked at again. */
const MAX_LOOK_BACK_MS = 24 * 3600 * 1000;

const FIELDS = 'number subject owner team channel open suspicion assignedAt routing updatedAt waitsFrom';

/** A customer's wait that became too long for those who are patient for so many minutes. */
export interface LongWait {
  cause: Cause;
  minutes: number;
}

/**
 * The customers whose wait for an answer reached somebody's patience within (from, to]. Each instant is looked at
 * once, so a wait is told once to each. What is snoozed is put off on purpose.
 */
export async function findLongWaits(
  db: Connection,
  people: readonly Person[],
  { from, to }: { from: Date; to: Date },
): Promise<LongWait[]> {
  const begin = new Date(Math.max(from.getTime(), to.getTime() - MAX_LOOK_BACK_MS));
  const patiences = [...new Set(people.map(({ settings }) => settings.waiting.minutes))];
  const found = await Promise.all(
    patiences.map(async (minutes) => {
      const back = (at: Date) => new Date(at.getTime() - minutes * 60_000);
      const causes = await causesWithin(db, { $gt: back(begin), $lte: back(to) });
      const atEnd = ({ at }: Cause) => new Date(at.getTime() + minutes * 60_000);
      return causes.map((cause) => ({ cause: { ...cause, at: atEnd(cause) }, minutes }));
    }),
  );
  return found.flat();
}

/** Their owners hear of them; of those without, whoever follows tickets without owner. */
async function causesWithin(db: Connection, waitsFrom: { $gt: Date; $lte: Date }): Promise<Cause[]> {
  const tickets = await ticketModel(db)
    .find({ open: true, suspicion: null, waitsFrom, snoozedUntil: null })
    .select(FIELDS)
    .lean();
  if (tickets.length === 0) return [];
  const channels = await readChannels(db);
  return tickets.map((ticket) => ({
    ...about(ticket, { channels }),
    kind: 'waiting',
    key: `waiting:${ticket._id}:${ticket.waitsFrom.getTime()}`,
    to: ticket.owner === null ? null : [ticket.owner],
    actor: null,
    at: ticket.waitsFrom,
  }));
}
