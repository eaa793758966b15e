import type { TicketRecord } from '../tickets/ticket-model.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import { attempt } from './attempt.ts';
import { Batch } from './batch.ts';
import type { ReignParts } from './router-parts.ts';
import { routingTickets } from './routing-tickets.ts';
import { WaitingList } from './waiting-list.ts';

/** As many at most in one transaction. */
const CHUNK = 256;
/** How long a queue without hope rests when no event comes; events stir it at once. */
const LONG = 60_000;
/** Tickets far behind in a queue keep an instant that has passed; they must not be tried without pause. */
const BREATH = 1000;

/** The tickets that wait, and when they are tried again: by event, or at the instant their decision named. */
export interface WaitingRoom {
  put(ticket: TicketRecord): void;
  drop(id: string): void;
  /** Somebody may have become eligible. */
  stir(): void;
  /** Looks at tickets that others changed. */
  refresh(ids: readonly string[]): Promise<void>;
  /** Tries some of what may move; false when nothing was to try. */
  process(): Promise<boolean>;
  restFor(): number;
}

export async function createWaitingRoom(parts: ReignParts): Promise<WaitingRoom> {
  const { db, clock, state } = parts;
  const tickets = ticketModel(db);
  const list = new WaitingList();
  let stirred = true;
  let notBefore = 0;
  for (const ticket of await tickets.find({ 'routing.state': 'waiting' }).lean()) list.put(ticket);

  /** What is left of the pass over all queues. One at a time, so that new tickets and the lease need not wait for it. */
  let pass: string[][] = [];

  async function goOn(): Promise<void> {
    const [queue = [], ...others] = pass;
    const isHopeful = await tryChunk(queue.slice(0, CHUNK));
    const left = isHopeful ? queue.slice(CHUNK) : [];
    pass = left.length > 0 ? [left, ...others] : others;
  }

  /** Answers whether those behind may have better luck. */
  async function tryChunk(ids: readonly string[]): Promise<boolean> {
    // Where all of them found an owner meanwhile, nothing is known of those behind.
    let hopeful = true;
    const written = await attempt(
      () => plan(ids),
      parts,
      (batch, routed) => {
        hopeful = routed.hopeful;
        leaveOutUnchanged(batch);
      },
    );
    for (const id of ids) list.drop(id);
    for (const ticket of written?.decided ?? []) if (ticket.routing.state === 'waiting') list.put(ticket);
    return hopeful;
  }

  async function plan(ids: readonly string[]): Promise<Batch | null> {
    const found = await tickets.find({ _id: { $in: ids }, 'routing.state': 'waiting' }).lean();
    const order = new Map(ids.map((id, i) => [id, i]));
    found.sort((a, b) => (order.get(a._id) ?? 0) - (order.get(b._id) ?? 0));
    if (found.length === 0) return null;
    const batch = new Batch(new Date(clock.now()));
    for (const { record, routing } of await routingTickets(db, found, state)) {
      batch.toRoute.set(record._id, routing);
      batch.change(record, {});
    }
    return batch;
  }

  return {
    put: (ticket) => list.put(ticket),
    drop: (id) => list.drop(id),
    stir() {
      stirred = true;
    },
    async refresh(ids) {
      if (ids.length === 0) return;
      const found = await tickets.find({ _id: { $in: ids }, 'routing.state': 'waiting' }).lean();
      const gone = new Set(ids);
      for (const ticket of found) {
        gone.delete(ticket._id);
        list.put(ticket);
      }
      for (const id of gone) list.drop(id);
      stirred = true;
    },
    async process() {
      const next = list.nextAt();
      const due = next !== null && Math.max(next, notBefore) <= clock.now();
      if (pass.length === 0) {
        if (list.size === 0 || !(stirred || due)) return false;
        stirred = false;
        notBefore = clock.now() + BREATH;
        pass = list.queues();
      }
      await goOn();
      return true;
    },
    restFor() {
      if (pass.length > 0) return 0;
      const next = list.nextAt();
      return next === null ? LONG : Math.max(0, Math.max(next, notBefore) - clock.now());
    },
  };
}

/** A decision that says what the ticket says already is not written again. */
function leaveOutUnchanged(batch: Batch): void {
  for (const [id, { record, before }] of batch.drafts) {
    const now = record.routing;
    const same =
      record.owner === null &&
      now.state === before.state &&
      now.reason === before.reason &&
      now.step === before.step &&
      now.retryAt?.getTime() === before.retryAt?.getTime();
    if (same) batch.drafts.delete(id);
  }
}
