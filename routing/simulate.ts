import { Agenda } from './agenda.ts';
import { AssignmentLog } from './assignment-log.ts';
import { decide } from './decide.ts';
import { MINUTE_MS } from './instants.ts';
import { Loads, type OpenTicket } from './loads.ts';
import { type Fate, type Outcome, outcomeOf } from './outcome.ts';
import { skillsFor } from './skills.ts';
import { dueStep } from './steps.ts';
import type {
  Decision,
  Instant,
  People,
  Policy,
  RoutingRules,
  RoutingState,
  RoutingTicket,
} from './types.ts';
import { WaitingLanes } from './waiting-lanes.ts';

/** A ticket of the period that is replayed, with what really became of it. */
export interface PastTicket extends Omit<RoutingTicket, 'waitingSince' | 'excluded'>, Fate {
  closedAt: Instant | null;
}

/** A ticket that the policy did not decide about but that weighed on its owner: other channels', earlier ones. */
export interface BackgroundTicket extends OpenTicket {
  id: string;
  closedAt: Instant | null;
}

/** What a simulation needs. People are taken as they are now: hours, leaves and skills of then are not known. */
export interface SimulationInput {
  tickets: readonly PastTicket[];
  background: readonly BackgroundTicket[];
  policy: Policy;
  policyKey: string;
  people: People;
  rules: RoutingRules;
  /** The end of the period; tickets without an owner by then count as such. */
  to: Instant;
  random(): number;
}

/** What the policy would have done with the period's tickets in numbers, beside what happened. */
export function simulate(input: SimulationInput): { simulated: Outcome; actual: Outcome } {
  const arrived = input.tickets.filter(({ arrivedAt }) => arrivedAt < input.to);
  return { simulated: outcomeOf([...replay(input).values()]), actual: outcomeOf(arrived) };
}

/** What would have become of each of the period's tickets, by id. */
export function replay(input: SimulationInput): Map<string, Fate> {
  const steps = replayInSteps(input);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** A replay piece by piece. Yields after every small piece of work: the decision that was taken in it, or null. */
export type ReplaySteps = Generator<Decision | null, Map<string, Fate>, undefined>;

/** The same replay for a host that must do other things in between, or wants to see the decisions. */
export function replayInSteps(input: SimulationInput): ReplaySteps {
  return new Simulation(input).run();
}

type Steps = Generator<Decision | null, void, undefined>;

/** Several entries of one instant happen in the order in which they were added. */
type Event =
  | { kind: 'taken'; ticket: BackgroundTicket }
  | { kind: 'closed'; id: string }
  | { kind: 'arrived'; ticket: PastTicket }
  | { kind: 'step-due'; id: string }
  | { kind: 'given-up'; id: string }
  | { kind: 'wake' };

interface Waiting {
  past: PastTicket;
  ticket: RoutingTicket;
}

class Simulation {
  readonly #input: SimulationInput;
  readonly #agenda = new Agenda<Event>();
  readonly #loads = new Loads();
  readonly #memory = new AssignmentLog();
  readonly #waiting = new Map<string, Waiting>();
  /** Of those that wait, the queued ones. */
  readonly #queue = new WaitingLanes();
  readonly #fates = new Map<string, Fate>();

  constructor(input: SimulationInput) {
    this.#input = input;
  }

  *run(): ReplaySteps {
    yield* this.#plan();
    let at = this.#agenda.next(Number.NEGATIVE_INFINITY);
    while (at !== null && at < this.#input.to) {
      for (const event of this.#agenda.at(at)) {
        yield* this.#apply(event, at);
        yield null;
      }
      at = this.#agenda.next(at);
    }
    return this.#fates;
  }

  *#plan(): Steps {
    for (const ticket of this.#input.background) {
      this.#agenda.add(ticket.assignedAt, { kind: 'taken', ticket });
      if (ticket.closedAt !== null) this.#agenda.add(ticket.closedAt, { kind: 'closed', id: ticket.id });
      yield null;
    }
    for (const ticket of this.#input.tickets) {
      this.#agenda.add(ticket.arrivedAt, { kind: 'arrived', ticket });
      yield null;
    }
  }

  *#apply(event: Event, at: Instant): Steps {
    switch (event.kind) {
      case 'taken':
        this.#loads.set(event.ticket.id, event.ticket);
        break;
      case 'closed':
        this.#loads.set(event.id, null);
        yield* this.#retry(at);
        break;
      case 'arrived':
        yield this.#arrive(event.ticket, at);
        break;
      case 'step-due':
        yield this.#takeStep(event.id, at);
        break;
      case 'given-up':
        this.#waiting.delete(event.id);
        this.#queue.remove(event.id);
        break;
      case 'wake':
        yield* this.#retry(at);
        break;
    }
  }

  #arrive(past: PastTicket, at: Instant): Decision {
    const { arrivedAt } = past;
    const ticket: RoutingTicket = { ...past, waitingSince: arrivedAt, excluded: [] };
    const last = this.#decide(ticket, at);
    const overflowed = last.owner === null && last.candidates.length > 0;
    this.#fates.set(past.id, { arrivedAt, owner: null, team: null, assignedAt: null, overflowed });
    for (const { afterMinutes } of this.#input.policy.steps) {
      this.#agenda.add(arrivedAt + afterMinutes * MINUTE_MS, { kind: 'step-due', id: past.id });
    }
    // One that really had an owner was closed by their work, and does not end before it begins here.
    const endsUnowned = past.assignedAt === null ? past.closedAt : null;
    if (endsUnowned !== null) this.#agenda.add(endsUnowned, { kind: 'given-up', id: past.id });
    this.#settle({ past, ticket }, last);
    return last;
  }

  #takeStep(id: string, at: Instant): Decision | null {
    const waiting = this.#waiting.get(id);
    if (!waiting) return null;
    const decision = this.#decide(waiting.ticket, at);
    this.#settle(waiting, decision);
    return decision;
  }

  /** Decides again about all that are queued, highest priority first, then oldest. */
  *#retry(at: Instant): Steps {
    // Within one round loads only grow: what found nobody finds nobody for another ticket that asks the same.
    const hopeless = new Set<string>();
    for (let next = this.#queue.next(hopeless); next !== null; next = this.#queue.next(hopeless)) {
      const waiting = this.#waiting.get(next.ticket.id);
      const decision = this.#decide(next.ticket, at);
      if (decision.owner !== null && waiting) {
        this.#settle(waiting, decision);
      } else {
        hopeless.add(next.asks);
        this.#wakeFor(decision);
      }
      yield decision;
    }
  }

  #asks(ticket: RoutingTicket, step: number | null): string {
    const { assign, skills } = this.#input.policy;
    const contact = assign.to === 'contactOwner' ? ticket.contact : null;
    return JSON.stringify([step, ticket.type, contact, skillsFor(ticket, skills)]);
  }

  #decide(ticket: RoutingTicket, at: Instant): Decision {
    const { policy, policyKey, people, rules, random } = this.#input;
    const state: RoutingState = { at, people, rules, loads: this.#loads, memory: this.#memory, random };
    return decide(ticket, policy, policyKey, state, dueStep(policy, ticket.waitingSince, at));
  }

  #settle(waiting: Waiting, decision: Decision): void {
    const { past, ticket } = waiting;
    this.#waiting.delete(past.id);
    this.#queue.remove(past.id);
    const fate = this.#fates.get(past.id);
    if (fate && decision.team !== null) fate.team = decision.team;
    if (fate && decision.owner !== null) {
      this.#assign(past, fate, decision.owner, decision);
      return;
    }
    this.#waiting.set(past.id, waiting);
    if (decision.outcome === 'queued') this.#queue.put(ticket, this.#asks(ticket, decision.step));
    this.#wakeFor(decision);
  }

  #assign(past: PastTicket, fate: Fate, owner: string, decision: Decision): void {
    const { at } = decision;
    Object.assign(fate, { owner, assignedAt: at });
    this.#memory.note(decision);
    this.#loads.set(past.id, { owner, type: past.type, assignedAt: at });
    if (past.closedAt === null) return;
    // The work takes as long as it really took, from whenever it starts.
    const work = Math.max(1, past.closedAt - (past.assignedAt ?? past.arrivedAt));
    this.#agenda.add(at + work, { kind: 'closed', id: past.id });
  }

  #wakeFor({ outcome, retry }: Decision): void {
    const at = outcome === 'queued' ? (retry?.at ?? null) : null;
    if (at === null || this.#agenda.at(at).some(({ kind }) => kind === 'wake')) return;
    this.#agenda.add(at, { kind: 'wake' });
  }
}
