import type { Connection } from 'mongoose';
import { messageModel } from '../messages/message-model.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { Cause } from './audience.ts';
import { about, readChannels } from './causes.ts';
import type { Person } from './people.ts';

/** A person's patience is kept to the minute, so the look back after a standstill ends somewhere. */
const MAX_LOOK_BACK_MS = 24 * 3600 * 1000;

const FIELDS = 'number subject owner team channel open suspicion assignedAt routing createdAt lastMessageAt';

/** What somebody is told of tickets that wait too long, and those whose patience ended there. */
export interface WaitCause {
  cause: Cause;
  minutes: number;
}

/**
 * The tickets whose wait reached somebody's patience within (from, to]: those without owner, and those whose
 * customer wrote last. Each instant is looked at once, so a wait is told once to each.
 */
export async function findLongWaits(
  db: Connection,
  people: readonly Person[],
  { from, to }: { from: Date; to: Date },
): Promise<WaitCause[]> {
  const begin = new Date(Math.max(from.getTime(), to.getTime() - MAX_LOOK_BACK_MS));
  const patiences = [...new Set(people.map(({ settings }) => settings.waiting.minutes))];
  const found = await Promise.all(
    patiences.map(async (minutes) => {
      const back = (at: Date) => new Date(at.getTime() - minutes * 60_000);
      const span = { $gt: back(begin), $lte: back(to) };
      const causes = [...(await withoutOwner(db, span)), ...(await withoutAnswer(db, span))];
      return causes.map((cause) => ({ cause: { ...cause, key: `${cause.key}:${minutes}` }, minutes }));
    }),
  );
  return found.flat();
}

interface Span {
  $gt: Date;
  $lte: Date;
}

async function withoutOwner(db: Connection, span: Span): Promise<Cause[]> {
  const tickets = await ticketModel(db)
    .find({ owner: null, open: true, suspicion: null, 'routing.waitingSince': span })
    .select(FIELDS)
    .lean();
  if (tickets.length === 0) return [];
  const channels = await readChannels(db);
  const waiting = tickets.filter(({ routing }) => routing.reason !== 'machine-mail');
  return waiting.map((ticket) => {
    const { waitingSince: at } = ticket.routing;
    return { ...common, ...about(ticket, { channels }), key: keyOf(ticket._id, at), to: null, at };
  });
}

async function withoutAnswer(db: Connection, span: Span): Promise<Cause[]> {
  const tickets = await ticketModel(db)
    .find({ open: true, suspicion: null, status: 'open', owner: { $ne: null }, lastMessageAt: span })
    .select(FIELDS)
    .lean();
  const waiting = await Promise.all(
    tickets.map(async (ticket) => ((await hasCustomerSpokenLast(db, ticket._id)) ? [ticket] : [])),
  );
  if (waiting.flat().length === 0) return [];
  const channels = await readChannels(db);
  return waiting.flat().map((ticket) => {
    const { lastMessageAt: at, owner } = ticket;
    const told = { ...common, ...about(ticket, { channels }), at };
    return { ...told, key: keyOf(ticket._id, at), to: [owner ?? ''] };
  });
}

const common = { kind: 'waiting', actor: null } as const;

function keyOf(ticket: string, at: Date): string {
  return `waiting:${ticket}:${at.getTime()}`;
}

async function hasCustomerSpokenLast(db: Connection, ticket: string): Promise<boolean> {
  const last = await messageModel(db)
    .findOne({ ticket, direction: { $ne: 'note' }, automatic: null })
    .sort({ storedAt: -1, _id: -1 })
    .select('direction')
    .lean();
  return last?.direction === 'in';
}
