import { expect } from 'chai';
import fc from 'fast-check';
import {
  type PastTicket,
  replay,
  replayInSteps,
  type SimulationInput,
  simulate,
} from '../../routing/simulate.ts';
import type { Policy, RoutingUser } from '../../routing/types.ts';
import { at, hours, NOON, people, policyFor, ticket, user } from './factories.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const limit = (email: number) => ({ capacity: { calling: null, messaging: null, email } });

function past(id: string, minutes: number, more: Partial<PastTicket> = {}): PastTicket {
  const fate = {
    arrivedAt: NOON + minutes * MINUTE,
    owner: null,
    team: null,
    assignedAt: null,
    overflowed: false,
  };
  return { ...ticket({ id }), ...fate, closedAt: null, ...more };
}

/** A ticket that was assigned on arrival and took so many minutes. */
function worked(id: string, minutes: number, work: number, more: Partial<PastTicket> = {}): PastTicket {
  const arrivedAt = NOON + minutes * MINUTE;
  return past(id, minutes, {
    owner: 'boss',
    assignedAt: arrivedAt,
    closedAt: arrivedAt + work * MINUTE,
    ...more,
  });
}

function input(tickets: PastTicket[], users: RoutingUser[], policy: Partial<Policy> = {}): SimulationInput {
  return {
    tickets,
    background: [],
    policy: policyFor(
      users.map(({ id }) => id),
      policy,
    ),
    policyKey: 'channel',
    people: people(users),
    rules: { ...ruleless() },
    to: NOON + 7 * DAY,
    random: () => 0,
  };
}

function ruleless(): SimulationInput['rules'] {
  const none = { calling: null, messaging: null, email: null };
  return {
    capacity: none,
    shiftEndMinutes: none,
    onLeave: 'keep',
    weights: null,
    rampPerMinute: null,
    awayWithoutConsoleMinutes: null,
  };
}

/** Owner and minute of assignment, by ticket. */
function course(given: SimulationInput): Record<string, [string | null, number | null]> {
  const minute = (instant: number | null) => (instant === null ? null : (instant - NOON) / MINUTE);
  return Object.fromEntries(
    [...replay(given)].map(([id, fate]) => [id, [fate.owner, minute(fate.assignedAt)]]),
  );
}

describe('a simulation', () => {
  it('spreads tickets by load, which closings relieve', () => {
    const tickets = [worked('1', 0, 5), worked('2', 1, 60), worked('3', 6, 60), worked('4', 7, 60)];
    expect(course(input(tickets, [user('ana'), user('ben')]))).to.deep.equal({
      1: ['ana', 0],
      2: ['ben', 1],
      3: ['ana', 6],
      4: ['ben', 7],
    });
  });

  it('gives a freed slot at once to the most urgent, then the oldest that waits', () => {
    const tickets = [
      worked('1', 0, 10),
      worked('2', 1, 10),
      worked('3', 2, 10, { priority: 'urgent' }),
      worked('4', 3, 10),
    ];
    const queue = input(tickets, [user('ana', limit(1))], { whenNoneAvailable: 'queue' });
    expect(course(queue)).to.deep.equal({ 1: ['ana', 0], 3: ['ana', 10], 2: ['ana', 20], 4: ['ana', 30] });
    expect(simulate(queue).simulated).to.deep.include({
      tickets: 4,
      assigned: 4,
      unassigned: 0,
      overflow: 3,
    });
  });

  it('gives a slot to one that fits when others ahead ask for more', () => {
    const skills = {
      required: [],
      rules: [{ field: 'subject', contains: 'contract', skills: ['law'] }],
      fallback: 'unassigned' as const,
    };
    const tickets = [worked('1', 0, 10), worked('2', 1, 10, { subject: 'contract' }), worked('3', 2, 10)];
    const queue = input(tickets, [user('ana', limit(1))], { whenNoneAvailable: 'queue', skills });
    expect(course(queue)).to.deep.equal({ 1: ['ana', 0], 2: [null, null], 3: ['ana', 10] });
  });

  it('waits on for the next user when the first one back is full again', () => {
    const backAt = (minutes: number) => ({
      outOfOffice: [{ from: 0, to: NOON + minutes * MINUTE, note: '' }],
    });
    const users = [user('ana', { ...limit(1), ...backAt(30) }), user('ben', { ...limit(1), ...backAt(60) })];
    const queue = input([past('1', 0), past('2', 1)], users, { whenNoneAvailable: 'queue' });
    expect(course(queue)).to.deep.equal({ 1: ['ana', 30], 2: ['ben', 60] });
  });

  it('leaves what nobody could take where the policy does not queue', () => {
    const tickets = [worked('1', 0, 10), worked('2', 1, 10), worked('3', 20, 10)];
    const { simulated } = simulate(input(tickets, [user('ana', limit(1))]));
    expect(simulated).to.deep.include({ assigned: 2, unassigned: 1, overflow: 1 });
  });

  it('gives out the night’s tickets when working hours begin', () => {
    const tickets = [past('1', 6 * 60), past('2', 7 * 60)];
    const queue = input(tickets, [user('ana')], { whenNoneAvailable: 'queue' });
    const morning = (at('2026-06-02T09:00') - NOON) / MINUTE;
    expect(course(queue)).to.deep.equal({ 1: ['ana', morning], 2: ['ana', morning] });
  });

  it('takes the steps when they are due, once each', () => {
    const steps: Policy['steps'] = [
      { afterMinutes: 15, do: { assign: { to: 'specific', users: ['ben'], teams: [] } } },
    ];
    const users = [user('ana', limit(1)), user('ben', limit(1))];
    const tickets = [worked('1', 0, 20), worked('2', 1, 99), worked('3', 2, 99), worked('4', 3, 99)];
    const stepping = input(tickets, users, { assign: { to: 'specific', users: ['ana'], teams: [] }, steps });
    expect(course(stepping)).to.deep.equal({
      1: ['ana', 0],
      2: ['ben', 16],
      3: [null, null],
      4: [null, null],
    });
  });

  it('shows team tickets as such', () => {
    const { simulated } = simulate(input([past('1', 0)], [], { assign: { to: 'team', team: 'sales' } }));
    expect(simulated).to.deep.include({
      assigned: 0,
      leftToTeam: 1,
      unassigned: 0,
      overflow: 0,
      waits: null,
    });
  });

  it('counts what else weighed on the users', () => {
    const given = input([past('1', 0), past('2', 60)], [user('ana'), user('ben')]);
    const busy = {
      id: 'x',
      owner: 'ana',
      type: 'email' as const,
      assignedAt: NOON - DAY,
      closedAt: NOON + 30 * MINUTE,
    };
    expect(course({ ...given, background: [busy] })).to.deep.equal({ 1: ['ben', 0], 2: ['ana', 60] });
  });

  it('forgets a waiting ticket that was closed without an owner', () => {
    const tickets = [worked('1', 0, 30), past('2', 1, { closedAt: NOON + 5 * MINUTE })];
    const queue = input(tickets, [user('ana', limit(1))], { whenNoneAvailable: 'queue' });
    expect(course(queue)).to.deep.equal({ 1: ['ana', 0], 2: [null, null] });
  });

  it('stands beside what happened: shares, waits, overflow', () => {
    const tickets = [
      worked('1', 0, 5),
      worked('2', 0, 5, { assignedAt: NOON + 2 * MINUTE, overflowed: true }),
      past('3', 1, { owner: 'ana', assignedAt: NOON + 10 * MINUTE }),
      past('4', 2),
      past('late', 9 * 1440),
    ];
    const { simulated, actual } = simulate(input(tickets, [user('ana'), user('ben')]));
    expect(actual).to.deep.equal({
      tickets: 4,
      assigned: 3,
      leftToTeam: 0,
      unassigned: 1,
      overflow: 1,
      waits: {
        mean: (11 * MINUTE) / 3,
        median: 2 * MINUTE,
        ninetieth: 9 * MINUTE,
        ninetyFifth: 9 * MINUTE,
        longest: 9 * MINUTE,
      },
      shares: [
        { user: 'ana', tickets: 1, share: 1 / 3 },
        { user: 'boss', tickets: 2, share: 2 / 3 },
      ],
    });
    expect(simulated.shares.map(({ user: id, share }) => [id, share])).to.deep.equal([
      ['ana', 0.5],
      ['ben', 0.5],
    ]);
    expect(simulated.waits).to.deep.equal({ mean: 0, median: 0, ninetieth: 0, ninetyFifth: 0, longest: 0 });
  });

  it('can be run in steps that show each decision, with the same end', () => {
    const tickets = [worked('1', 0, 10), worked('2', 1, 10)];
    const given = input(tickets, [user('ana', limit(1))], { whenNoneAvailable: 'queue' });
    const steps = replayInSteps(given);
    const decisions: [string, string | null][] = [];
    let step = steps.next();
    while (!step.done) {
      if (step.value) decisions.push([step.value.ticket, step.value.owner]);
      step = steps.next();
    }
    expect(step.value).to.deep.equal(replay(given));
    expect(decisions).to.deep.equal([
      ['1', 'ana'],
      ['2', null],
      ['2', 'ana'],
    ]);
  });

  it('never overfills anyone, and lets nobody wait while somebody has room', () => {
    const anyTicket = fc.record({
      minute: fc.nat(200),
      work: fc.integer({ min: 1, max: 60 }),
      urgent: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(anyTicket, { maxLength: 40 }),
        fc.integer({ min: 1, max: 3 }),
        (each, capacity) => {
          const tickets = each.map(({ minute, work, urgent }, i) =>
            worked(`${i}`, minute, work, { priority: urgent ? 'urgent' : 'low' }),
          );
          const users = ['ana', 'ben'].map((id) =>
            user(id, { ...limit(capacity), workingHours: hours('00:00', '24:00') }),
          );
          const given = input(tickets, users, { whenNoneAvailable: 'queue' });
          const fates = replay(given);
          expect([...replay(given)]).to.deep.equal([...fates]);
          for (let minute = 0; minute < 300; minute += 1)
            expectFullWhileWaiting(tickets, fates, minute, capacity);
        },
      ),
      { numRuns: 60 },
    );
  });
});

function expectFullWhileWaiting(
  tickets: readonly PastTicket[],
  fates: ReturnType<typeof replay>,
  minute: number,
  capacity: number,
): void {
  const now = NOON + minute * MINUTE;
  const loads: Record<string, number> = { ana: 0, ben: 0 };
  let waiting = 0;
  for (const { id, arrivedAt, closedAt } of tickets) {
    const fate = fates.get(id);
    const assignedAt = fate?.assignedAt ?? Number.POSITIVE_INFINITY;
    const isOpen = assignedAt <= now && now < assignedAt + (closedAt ?? 0) - arrivedAt;
    if (fate?.owner && isOpen) loads[fate.owner] = (loads[fate.owner] ?? 0) + 1;
    if (arrivedAt <= now && now < assignedAt) waiting += 1;
  }
  expect(Math.max(...Object.values(loads))).to.be.at.most(capacity);
  if (waiting > 0) expect(loads).to.deep.equal({ ana: capacity, ben: capacity });
}
