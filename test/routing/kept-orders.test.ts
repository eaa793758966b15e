import { expect } from 'chai';
import fc from 'fast-check';
import { rule } from '../../routing/decide.ts';
import { KeptOrders } from '../../routing/kept-orders.ts';
import { stageOf } from '../../routing/steps.ts';
import { anyDesk, anyEvent, Desk } from './desk.ts';
import { policyFor, rules, state, team, ticket, user } from './factories.ts';

describe('orders that are kept', () => {
  it('decide as anew, see everyone as anew, after any history', () => {
    fc.assert(
      fc.property(anyDesk(), fc.array(anyEvent(), { maxLength: 60, size: 'max' }), (desk, events) => {
        for (const event of events) desk.meet(event);
      }),
      { numRuns: 300 },
    );
  });

  it('go on over many more changes than a board remembers', () => {
    const users = Array.from({ length: 9 }, (_, i) => user(`u${String(i).padStart(2, '0')}`));
    const policies = (['load-balanced', 'round-robin'] as const).map((distribution) =>
      policyFor(
        users.map(({ id }) => id),
        { distribution },
      ),
    );
    const desk = new Desk(users, policies, rules());
    for (let i = 0; i < 1500; i += 1)
      desk.meet({ ask: ticket({ id: `${i}` }), policy: i % 3 === 0 ? 1 : 0, draw: 0 });
    expect(desk.decided).to.equal(1500);
  });

  it('follow a list that changed once they were reset', () => {
    const orders = new KeptOrders();
    const policy = policyFor([], { assign: { to: 'specific', users: [], teams: ['t'] } });
    const winner = (...members: string[]) => {
      const all = state(members.map((id) => user(id)));
      const people = { users: all.people.users, teams: new Map([['t', team('t', ...members)]]) };
      const stage = stageOf(policy, 'channel', null);
      return rule({ ticket: ticket(), policy, stage, state: { ...all, people }, panels: orders }).verdict
        .owner;
    };
    expect(winner('ben', 'cem')).to.equal('ben');
    orders.reset();
    expect(winner('ana', 'ben')).to.equal('ana');
  });
});
