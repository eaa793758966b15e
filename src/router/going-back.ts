import type { QueryFilter } from 'mongoose';
import { releaseTicket } from '../tickets/release-tickets.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import type { ReignParts } from './router-parts.ts';

/** How often it is looked for, in milliseconds of the process's own time. */
const EVERY = 1000;
const AT_ONCE = 100;

/** Tickets that go back to be routed again: unanswered in time, of owners whose leave began, or of owners who left. */
export interface GoingBack {
  /** Looks at most once a second; true when a ticket went back. */
  process(): Promise<boolean>;
}

export function createGoingBack({ db, clock, state }: ReignParts): GoingBack {
  const tickets = ticketModel(db);
  let lookedAt = Number.NEGATIVE_INFINITY;

  /** Takes the tickets that match from their owners; answers how many there were. */
  async function giveBack(
    filter: QueryFilter<TicketRecord>,
    reason: 'unanswered' | 'owner-left',
    at: Date,
  ): Promise<number> {
    const found = await tickets
      .find({ ...filter, open: true })
      .select('owner')
      .limit(AT_ONCE)
      .lean();
    for (const { _id, owner } of found) if (owner) await releaseTicket(db, _id, { from: owner, reason, at });
    return found.length;
  }

  const unanswered = (at: Date) =>
    giveBack({ 'routing.answerBy': { $gt: new Date(0), $lte: at } }, 'unanswered', at);

  /** Only what was theirs before the leave began: what somebody gives them during it is theirs on purpose. */
  async function ofThoseOnLeave(at: Date): Promise<number> {
    if (state.rules?.onLeave !== 'reroute') return 0;
    let count = 0;
    for (const { id, outOfOffice } of state.users.values()) {
      const leave = outOfOffice.find(({ from, to }) => from <= at.getTime() && at.getTime() < to);
      if (!leave) continue;
      const assignedAt = { $lt: new Date(leave.from) };
      count += await giveBack({ owner: id, channel: { $ne: null }, assignedAt }, 'owner-left', at);
    }
    return count;
  }

  /** Deactivation hands tickets over at once; this finds those that a crash in the middle of it left behind. */
  async function ofThoseWhoLeft(at: Date): Promise<number> {
    const left = [...state.users.values()].filter((user) => !user.active).map((user) => user.id);
    return left.length === 0 ? 0 : giveBack({ owner: { $in: left } }, 'owner-left', at);
  }

  return {
    async process() {
      if (performance.now() - lookedAt < EVERY) return false;
      lookedAt = performance.now();
      const at = new Date(clock.now());
      const counts = [await unanswered(at), await ofThoseOnLeave(at), await ofThoseWhoLeft(at)];
      return counts.some((count) => count > 0);
    },
  };
}
