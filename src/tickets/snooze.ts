import type { Connection } from 'mongoose';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { changeTicket } from './change-ticket.ts';
import { SYSTEM } from './release-tickets.ts';
import { createTicker, type Ticker } from './ticker.ts';
import { ticketModel } from './ticket-model.ts';

const EVERY = 1000;
const AT_ONCE = 200;

/** Brings snoozed tickets back when their time is over. Any number of processes may run one; each ticket wakes once. */
export function createSnoozeTimer({ db, clock, log }: { db: Connection; clock: Clock; log: Log }): Ticker {
  const what = 'snoozed tickets could not be brought back';
  return createTicker({ every: EVERY, what, log, work: () => wakeDueTickets(db, new Date(clock.now())) });
}

/** Opens every ticket whose snooze is over by `at`, says so in it, and answers how many there were. */
async function wakeDueTickets(db: Connection, at: Date): Promise<number> {
  const due = await ticketModel(db)
    .find({ snoozedUntil: { $gt: new Date(0), $lte: at } })
    .sort({ snoozedUntil: 1 })
    .select('_id')
    .limit(AT_ONCE)
    .lean();
  for (const { _id } of due) {
    await changeTicket(db, _id, { actor: SYSTEM, at, kind: 'woke' }, async (ticket) => {
      const isDue = ticket.snoozedUntil !== null && ticket.snoozedUntil <= at;
      if (!isDue) return null;
      const wokeUp = { reason: 'snooze-over' as const, at };
      const status = ticket.status === 'pending' ? ('open' as const) : ticket.status;
      return { snoozedUntil: null, wokeUp, status };
    });
  }
  return due.length;
}
