import { expect } from 'chai';
import fc from 'fast-check';
import { AssignmentLog } from '../../routing/assignment-log.ts';
import { dueStep, type Ruling, rule } from '../../routing/decide.ts';
import { KeptOrders, type KeptView } from '../../routing/kept-orders.ts';
import { Loads } from '../../routing/loads.ts';
import { type Panels, plainPanels } from '../../routing/panel.ts';
import { stageOf } from '../../routing/steps.ts';
import {
  type Candidate,
  type Decision,
  type Policy,
  type RoutingRules,
  type RoutingState,
  type RoutingTicket,
  type RoutingUser,
  TICKET_TYPES,
} from '../../routing/types.ts';
import { anyPolicy, anySituation, anyTicket, anyUser, IDS } from './any-situation.ts';
import { hours, NOON, rules, team } from './factories.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** What may happen to a desk. */
export type Event =
  | { ask: RoutingTicket; policy: number; draw: number }
  | { change: RoutingUser }
  | { close: number }
  | { give: { owner: string; type: RoutingTicket['type']; age: number } }
  | { pass: number };

/** One routing that remembers, asked by kept orders and plainly beside each other, which must agree in all. */
export class Desk {
  readonly #users: Map<string, RoutingUser>;
  readonly #log = new AssignmentLog();
  readonly #orders = new KeptOrders();
  readonly #loads = new Loads((owner) => this.#orders.touch(owner));
  readonly #policies: readonly Policy[];
  readonly #rules: RoutingRules;
  readonly #open: string[] = [];
  #at = NOON;
  #count = 0;
  decided = 0;
  /** Is told each decision, as kept orders took it and whole, with its order before anything changes by it. */
  onDecision: (ruling: Ruling<KeptView>, whole: Decision, order: number | null) => void = () => undefined;

  constructor(users: readonly RoutingUser[], policies: readonly Policy[], ruled: RoutingRules) {
    this.#users = new Map(users.map((each) => [each.id, each]));
    this.#policies = policies;
    this.#rules = ruled;
  }

  meet(event: Event): void {
    if ('ask' in event) this.#ask(event);
    else if ('change' in event) this.#change(event.change);
    else if ('close' in event) this.#close(event.close);
    else if ('give' in event) this.#give(event.give.owner, event.give.type, this.#at - event.give.age);
    else this.#at += event.pass;
  }

  #change(changed: RoutingUser): void {
    this.#users.set(changed.id, changed);
    this.#orders.touch(changed.id);
  }

  #give(owner: string, type: RoutingTicket['type'], assignedAt: number): void {
    this.#count += 1;
    this.#open.push(`${this.#count}`);
    this.#loads.set(`${this.#count}`, { owner, type, assignedAt });
  }

  #close(which: number): void {
    const [closed] = this.#open.splice(which % Math.max(1, this.#open.length), 1);
    if (closed !== undefined) this.#loads.set(closed, null);
  }

  #ask({ ask, policy: number, draw }: Extract<Event, { ask: unknown }>): void {
    const policy = this.#policies[number % this.#policies.length];
    if (!policy) return;
    const plain = this.#rule(ask, policy, draw, plainPanels);
    const kept = this.#rule(ask, policy, draw, this.#orders);
    expect(kept.verdict).to.deep.equal(plain.verdict);
    expect(kept.hasRoom).to.equal(plain.hasRoom);
    expect(kept.view && candidatesOf(kept.view)).to.deep.equal(plain.view);
    this.decided += 1;
    const { owner, type } = plain.verdict;
    const whole = { ...plain.verdict, candidates: plain.view ?? [] };
    this.onDecision(kept, whole, owner === null ? null : this.decided);
    if (owner === null) return;
    this.#log.note(whole);
    this.#orders.touch(owner);
    this.#give(owner, type, this.#at);
  }

  #rule<View>(open: RoutingTicket, policy: Policy, draw: number, panels: Panels<View>): Ruling<View> {
    const here: RoutingState = {
      at: this.#at,
      people: { users: this.#users, teams: new Map([['first', team('first', 'ana', 'ben', 'gone')]]) },
      rules: this.#rules,
      loads: this.#loads,
      memory: this.#log,
      random: () => draw,
    };
    const stage = stageOf(policy, 'channel', dueStep(policy, open.waitingSince, this.#at));
    return rule({ ticket: open, policy, stage, state: here, panels });
  }
}

function candidatesOf(view: KeptView): readonly Candidate[] {
  if (!('board' in view)) return view;
  const apart = new Map(view.apart.map((row) => [row.user, row]));
  return view.board.rows().map((row) => apart.get(row.user) ?? row);
}

/** Any event of a desk with the users and two policies of `anyDesk`. */
export function anyEvent(): fc.Arbitrary<Event> {
  const asked = fc.record({
    ask: anyTicket(),
    policy: fc.nat(1),
    draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  const given = fc.record({
    owner: fc.constantFrom(...IDS, 'stranger'),
    type: fc.constantFrom(...TICKET_TYPES),
    age: fc.integer({ min: -MINUTE, max: 31 * DAY }),
  });
  const passed = fc.oneof(
    fc.nat(3000),
    fc.integer({ min: -2 * MINUTE, max: 40 * MINUTE }),
    fc.nat(20 * DAY),
    fc.constant(700 * DAY),
  );
  return fc.oneof(
    { weight: 8, arbitrary: asked },
    {
      weight: 2,
      arbitrary: fc
        .constantFrom(...IDS)
        .chain(anyOne)
        .map((change) => ({ change })),
    },
    { weight: 1, arbitrary: fc.nat(20).map((close) => ({ close })) },
    { weight: 1, arbitrary: given.map((give) => ({ give })) },
    { weight: 3, arbitrary: passed.map((pass) => ({ pass })) },
  );
}

/** Also with clocks that run ahead, and with hours that begin when nobody looks so far. */
function anyOne(id: string): fc.Arbitrary<RoutingUser> {
  const farAhead = { ...hours('09:00', '17:00'), weekly: [], special: ['2028-06-10', '2028-06-25'].map(day) };
  const ahead = fc.record({
    manualStatus: fc.constantFrom(null, { status: 'away' as const, setAt: NOON + 5 * MINUTE }),
    lastSeenAt: fc.constant(NOON + 10 * MINUTE),
    workingHours: fc.constantFrom(null, farAhead, hours('09:00', '12:30')),
  });
  return fc.oneof(
    anyUser(id),
    fc.tuple(anyUser(id), ahead).map(([one, more]) => ({ ...one, ...more })),
  );
}

function day(date: string) {
  return { date, from: '10:00', to: '11:00' };
}

/** A desk with any users, rules and two policies. */
export function anyDesk(): fc.Arbitrary<Desk> {
  return fc
    .record({
      users: fc.tuple(...IDS.map(anyOne)),
      policies: fc.array(anyPolicy(), { minLength: 2, maxLength: 2 }),
      ruled: anySituation().map(({ here }) => here.rules),
      ramp: fc.constantFrom(null, 1, 2),
    })
    .map(
      ({ users, policies, ruled, ramp }) =>
        new Desk(users, policies, rules({ ...ruled, rampPerMinute: ramp })),
    );
}
