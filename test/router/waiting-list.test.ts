import { expect } from 'chai';
import fc from 'fast-check';
import { PRIORITIES } from '../../routing/types.ts';
import { WaitingList } from '../../src/router/waiting-list.ts';
import { newTicket } from '../../src/tickets/new-ticket.ts';
import type { TicketRecord } from '../../src/tickets/ticket-model.ts';

const made = newTicket({ number: 1, channel: null, contact: null, subject: '', text: '', at: new Date(0) });

function anyTicket(): fc.Arbitrary<TicketRecord> {
  return fc
    .record({
      id: fc.nat(12),
      channel: fc.constantFrom('a', 'b'),
      priority: fc.constantFrom(...PRIORITIES),
      since: fc.nat(3),
      retryAt: fc.option(fc.nat(9).map((at) => new Date(at))),
    })
    .map(({ id, since, retryAt, ...more }) => {
      const routing = { ...made.routing, waitingSince: new Date(since), retryAt };
      return { ...made, ...more, _id: `t${String(id).padStart(2, '0')}`, routing };
    });
}

describe('the list of waiting tickets', () => {
  it('stays in turn by channel, and knows the next instant, as tickets come, change and go', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyTicket(), fc.nat(3)), { maxLength: 60 }), (acts) => {
        const list = new WaitingList();
        const plain = new Map<string, TicketRecord>();
        for (const [ticket, act] of acts) {
          if (act === 0) plain.delete(ticket._id);
          else plain.set(ticket._id, ticket);
          if (act === 0) list.drop(ticket._id);
          else list.put(ticket);
          expect(list.size).to.equal(plain.size);
          expect(list.queues().sort()).to.deep.equal(queuesOf([...plain.values()]).sort());
          const due = [...plain.values()].flatMap(({ routing }) => routing.retryAt?.getTime() ?? []);
          expect(list.nextAt()).to.equal(due.length === 0 ? null : Math.min(...due));
        }
      }),
    );
  });
});

function queuesOf(tickets: readonly TicketRecord[]): string[][] {
  const inTurn = tickets.toSorted(
    (a, b) =>
      PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) ||
      a.routing.waitingSince.getTime() - b.routing.waitingSince.getTime() ||
      (a._id < b._id ? -1 : 1),
  );
  return [...Map.groupBy(inTurn, ({ channel }) => channel).values()].map((queue) =>
    queue.map(({ _id }) => _id),
  );
}
