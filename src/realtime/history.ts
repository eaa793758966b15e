import { setTimeout } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { Change } from './change.ts';
import { positionOf, watch } from './change-feed.ts';
import { createEventRing, type EventRing, type RingLimits } from './event-ring.ts';
import type { LiveEvent } from './live-event.ts';
import { presentChange } from './present-change.ts';

/** How long reading what was before the ring may take, in milliseconds. */
const PATIENCE = 3_000;
/** So many ticket numbers are remembered. */
const NUMBERS = 20_000;

/** What happened lately, as consoles are told of it. */
export interface History {
  /** The latest position. */
  readonly end: string;
  /** Takes in the next change; null when consoles are not told of it. */
  add(change: Change): Promise<LiveEvent | null>;
  advance(position: string): void;
  /** Changes were missed: forgets everything before the position. */
  restart(position: string): void;
  /** Resolves when `after` can tell what came after a position, or that cannot be had. */
  reach(position: string): Promise<void>;
  /** Null when it cannot be told any more, or is too much. */
  after(position: string): LiveEvent[] | null;
}

/** Makes the history of a process, which begins at a position. */
export function createHistory(parts: {
  db: Connection;
  log: Log;
  begin: string;
  limits: RingLimits & { replay: number };
}): History {
  const { db, limits } = parts;
  const findNumber = createNumbers(db);
  let ring = createEventRing(parts.begin, limits);
  let reaching = Promise.resolve();
  const expected = createExpected();
  const present = (change: Change) => presentChange(change, findNumber);
  return {
    get end() {
      return ring.end;
    },
    async add(change) {
      if (change.collection === 'tickets' && change.document) findNumber.keep(change.document);
      const event = await present(change);
      if (event) ring.push(event);
      else ring.advance(change._id._data);
      expected.settle(ring.end);
      return event;
    },
    advance(position) {
      ring.advance(position);
      expected.settle(ring.end);
    },
    restart(position) {
      ring = createEventRing(position, limits);
    },
    reach(position) {
      if (position > ring.end) return expected.meet(position);
      // One after the other: what is read for the first serves the others, who mostly left at the same instant.
      reaching = reaching.then(() => extend({ ...parts, ring, present }, position));
      return reaching;
    },
    after: (position) => ring.after(position, limits.replay),
  };
}

interface Extending {
  db: Connection;
  log: Log;
  ring: EventRing;
  limits: RingLimits;
  present(change: Change): Promise<LiveEvent | null>;
}

async function extend({ db, log, ring, limits, present }: Extending, from: string): Promise<void> {
  const to = ring.start;
  if (from >= to) return;
  const stream = watch(db, from);
  try {
    const events = await readBetween(stream, to, { present, most: limits.events });
    if (events) ring.extend(from, events);
  } catch (error) {
    // The position is too old, or was never one: whoever asks is told to read everything anew.
    log.debug({ err: errorName(error) }, 'what came after a position cannot be told');
  }
  await stream
    .close()
    .catch((error: unknown) => log.debug({ err: errorName(error) }, 'a stream did not close'));
}

async function readBetween(
  stream: ReturnType<typeof watch>,
  to: string,
  { present, most }: Pick<Extending, 'present'> & { most: number },
): Promise<LiveEvent[] | null> {
  const events: LiveEvent[] = [];
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
    const change = await stream.tryNext();
    if ((change?._id._data ?? '') > to) return events;
    const event = change && (await present(change));
    if (event) events.push(event);
    if (events.length > most) return null;
    if (!change && positionOf(stream) >= to) return events;
  }
  return null;
}

/** Those who have been on a process whose feed was a little further. */
function createExpected() {
  let waiting: { position: string; resolve(): void }[] = [];
  return {
    meet: (position: string) => {
      const met = new Promise<void>((resolve) => waiting.push({ position, resolve }));
      return Promise.race([met, setTimeout(PATIENCE, undefined, { ref: false })]);
    },
    settle(end: string) {
      for (const { position, resolve } of waiting) if (position <= end) resolve();
      if (waiting.length > 0) waiting = waiting.filter(({ position }) => position > end);
    },
  };
}

/** Finds the numbers of tickets, each at most once while it is remembered. */
function createNumbers(db: Connection) {
  const known = new Map<string, number>();
  const keep = ({ _id, number }: { _id: string; number: number }) => {
    known.delete(_id);
    known.set(_id, number);
    const [oldest] = known.keys();
    if (known.size > NUMBERS && oldest !== undefined) known.delete(oldest);
  };
  const find = async (ticket: string) => {
    const number = known.get(ticket);
    if (number !== undefined) return number;
    const found = await ticketModel(db).findById(ticket, { number: 1 }).lean();
    if (found) keep(found);
    return found?.number ?? null;
  };
  return Object.assign(find, { keep });
}
