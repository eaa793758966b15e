import { Agenda } from './agenda.ts';
import { AssignmentLog } from './assignment-log.ts';
import { decide } from './decide.ts';
import { compareIds } from './ids.ts';
import { MINUTE_MS } from './instants.ts';
import { Loads, type OpenTicket } from './loads.ts';
import { type Fate, type Outcome, outcomeOf } from './outcome.ts';
import { skillsFor } from './skills.ts';
import { dueStep } from './steps.ts';
import {
  type Decision,
  type Instant,
  type People,
  type Policy,
  PRIORITIES,
  type RoutingRules,
  type RoutingState,
  type RoutingTicket,
} from './types.ts';

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
  return new Simulation(input).run();
}

/** Several entries of one instant happen in the order in which they were added. */
type Event =
  | { kind: 'taken'; ticket: BackgroundTicket }
  | { kind: 'closed'; id: string }
  | { kind: 'arrived'; ticket: PastTicket }
  | { kind: 'given-up'; id: string }
  | { kind: 'wake' };

interface Waiting {
  past: PastTicket;
  ticket: RoutingTicket;
  last: Decision;
  /** The same for tickets that ask the same of an owner. */
  asks: string;
}

class Simulation {
  readonly #input: SimulationInput;
  readonly #agenda = new Agenda<Event>();
  readonly #loads = new Loads();
  readonly #memory = new AssignmentLog();
  readonly #waiting = new Map<string, Waiting>();
  readonly #fates = new Map<string, Fate>();

  constructor(input: SimulationInput) {
    this.#input = input;
    for (const ticket of input.background) {
      this.#agenda.add(ticket.assignedAt, { kind: 'taken', ticket });
      if (ticket.closedAt !== null) this.#agenda.add(ticket.closedAt, { kind: 'closed', id: ticket.id });
    }
    for (const ticket of input.tickets) this.#agenda.add(ticket.arrivedAt, { kind: 'arrived', ticket });
  }

  run(): Map<string, Fate> {
    let at = this.#agenda.next(Number.NEGATIVE_INFINITY);
    while (at !== null && at < this.#input.to) {
      for (const event of this.#agenda.at(at)) this.#apply(event, at);
      at = this.#agenda.next(at);
    }
    return this.#fates;
  }

  #apply(event: Event, at: Instant): void {
    switch (event.kind) {
      case 'taken':
        this.#loads.set(event.ticket.id, event.ticket);
        break;
      case 'closed':
        this.#loads.set(event.id, null);
        this.#retry(at);
        break;
      case 'arrived':
        this.#arrive(event.ticket, at);
        break;
      case 'given-up':
        this.#waiting.delete(event.id);
        break;
      case 'wake':
        this.#retry(at);
        break;
    }
  }

  #arrive(past: PastTicket, at: Instant): void {
    const { arrivedAt } = past;
    const ticket: RoutingTicket = { ...past, waitingSince: arrivedAt, excluded: [] };
    const last = this.#decide(ticket, at);
    const overflowed = last.owner === null && last.candidates.length > 0;
    this.#fates.set(past.id, { arrivedAt, owner: null, team: null, assignedAt: null, overflowed });
    for (const { afterMinutes } of this.#input.policy.steps)
      this.#wakeAt(arrivedAt + afterMinutes * MINUTE_MS);
    // One that really had an owner was closed by their work, and does not end before it begins here.
    const endsUnowned = past.assignedAt === null ? past.closedAt : null;
    if (endsUnowned !== null) this.#agenda.add(endsUnowned, { kind: 'given-up', id: past.id });
    this.#settle({ past, ticket, last, asks: this.#asks(ticket) });
  }

  /** Decides again about all that wait, highest priority first, then oldest. */
  #retry(at: Instant): void {
    // Within one round loads only grow: what found nobody finds nobody for another ticket that asks the same.
    const hopeless = new Map<string, Decision>();
    const due = [...this.#waiting.values()].filter((each) => this.#isDue(each, at)).sort(byPriorityThenAge);
    for (const waiting of due) {
      const key = `${dueStep(this.#input.policy, waiting.ticket.waitingSince, at)} ${waiting.asks}`;
      const last = hopeless.get(key) ?? this.#decide(waiting.ticket, at);
      if (last.owner === null) hopeless.set(key, last);
      this.#settle({ ...waiting, last });
    }
  }

  #isDue({ ticket, last }: Waiting, at: Instant): boolean {
    return last.outcome === 'queued' || dueStep(this.#input.policy, ticket.waitingSince, at) !== last.step;
  }

  #asks(ticket: RoutingTicket): string {
    const { assign, skills } = this.#input.policy;
    const contact = assign.to === 'contactOwner' ? ticket.contact : null;
    return JSON.stringify([ticket.type, contact, skillsFor(ticket, skills)]);
  }

  #decide(ticket: RoutingTicket, at: Instant): Decision {
    const { policy, policyKey, people, rules, random } = this.#input;
    const state: RoutingState = { at, people, rules, loads: this.#loads, memory: this.#memory, random };
    return decide(ticket, policy, policyKey, state, dueStep(policy, ticket.waitingSince, at));
  }

  #settle(waiting: Waiting): void {
    const { past, last } = waiting;
    const fate = this.#fates.get(past.id);
    if (fate && last.team !== null) fate.team = last.team;
    if (fate && last.owner !== null) this.#assign(past, fate, last.owner, last);
    else this.#waiting.set(past.id, waiting);
    if (last.retry?.at) this.#wakeAt(last.retry.at);
  }

  #assign(past: PastTicket, fate: Fate, owner: string, decision: Decision): void {
    const { at } = decision;
    Object.assign(fate, { owner, assignedAt: at });
    this.#waiting.delete(past.id);
    this.#memory.note(decision);
    this.#loads.set(past.id, { owner, type: past.type, assignedAt: at });
    if (past.closedAt === null) return;
    // The work takes as long as it really took, from whenever it starts.
    const work = Math.max(1, past.closedAt - (past.assignedAt ?? past.arrivedAt));
    this.#agenda.add(at + work, { kind: 'closed', id: past.id });
  }

  #wakeAt(at: Instant): void {
    if (!this.#agenda.at(at).some(({ kind }) => kind === 'wake')) this.#agenda.add(at, { kind: 'wake' });
  }
}

function byPriorityThenAge({ ticket: a }: Waiting, { ticket: b }: Waiting): number {
  return (
    PRIORITIES.indexOf(b.priority) - PRIORITIES.indexOf(a.priority) ||
    a.waitingSince - b.waitingSince ||
    compareIds(a.id, b.id)
  );
}
