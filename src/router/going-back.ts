import { releaseTicket } from '../tickets/release-tickets.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import type { ReignParts } from './router-parts.ts';

/** How often it is looked for, in milliseconds of the process's own time. */
const EVERY = 1000;
const AT_ONCE = 100;

/** Tickets that go back to be routed again: unanswered in time, or of owners whose leave began. */
export interface GoingBack {
  /** Looks at most once a second; true when a ticket went back. */
  process(): Promise<boolean>;
}

export function createGoingBack({ db, clock, state }: ReignParts): GoingBack {
  const tickets = ticketModel(db);
  let lookedAt = Number.NEGATIVE_INFINITY;

  async function unanswered(at: Date): Promise<number> {
    const due = await tickets
      .find({ 'routing.answerBy': { $type: 'date', $lte: at } })
      .select('owner')
      .limit(AT_ONCE)
      .lean();
    for (const { _id, owner } of due) {
      if (owner) await releaseTicket(db, _id, { from: owner, reason: 'unanswered', at });
    }
    return due.length;
  }

  /** Only what was theirs before the leave began: what somebody gives them during it is theirs on purpose. */
  async function onLeave(at: Date): Promise<number> {
    if (state.rules?.onLeave !== 'reroute') return 0;
    let count = 0;
    for (const user of state.users.values()) {
      const leave = user.outOfOffice.find(({ from, to }) => from <= at.getTime() && at.getTime() < to);
      if (!leave) continue;
      const theirs = await tickets
        .find({
          owner: user.id,
          open: true,
          channel: { $ne: null },
          assignedAt: { $lt: new Date(leave.from) },
        })
        .select('_id')
        .limit(AT_ONCE)
        .lean();
      for (const { _id } of theirs) await releaseTicket(db, _id, { from: user.id, reason: 'owner-left', at });
      count += theirs.length;
    }
    return count;
  }

  return {
    async process() {
      if (performance.now() - lookedAt < EVERY) return false;
      lookedAt = performance.now();
      const at = new Date(clock.now());
      return (await unanswered(at)) + (await onLeave(at)) > 0;
    },
  };
}
