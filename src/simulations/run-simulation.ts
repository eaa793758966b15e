import type { Connection } from 'mongoose';
import type { Fate } from '../../routing/outcome.ts';
import { policyUsers } from '../../routing/policy.ts';
import { replayInSteps } from '../../routing/simulate.ts';
import type { People, Policy } from '../../routing/types.ts';
import { readBackground } from './background.ts';
import { DecisionWatch } from './decision-watch.ts';
import { type PastCase, readHistory } from './history.ts';
import { finishInSlices } from './in-slices.ts';
import type { Period } from './period-tickets.ts';
import type { PresentState } from './present-state.ts';
import { repeatableRandom } from './repeatable-random.ts';

/** Milliseconds of work that one simulation may take. */
const MOST_WORK_MS = 60_000;
const SEED = 1;

/** A policy to be tried on a period's tickets of a channel. */
export interface SimulationQuestion {
  channel: string;
  policy: Policy;
  period: Period;
  state: PresentState;
}

/** What happened, and what would have; the fates are by ticket. */
export interface SimulationResult {
  cases: PastCase[];
  fates: ReadonlyMap<string, Fate>;
  watch: DecisionWatch;
}

/** Replays the period under the policy, in memory alone. Throws BadInput or TooMuchWork when there is too much of it. */
export async function runSimulation(db: Connection, question: SimulationQuestion): Promise<SimulationResult> {
  const { channel, policy, period, state } = question;
  const cases = await readHistory(db, question);
  const replayed = new Set(cases.map(({ past }) => past.id));
  const users = concernedUsers(policy, state.people, cases);
  const background = await readBackground(db, { users, period, replayed });
  const watch = new DecisionWatch(new Map(cases.map(({ past, actual }) => [past.id, actual])));
  const steps = replayInSteps({
    tickets: cases.map(({ past }) => past),
    background,
    policy,
    policyKey: channel,
    people: state.people,
    rules: state.rules,
    to: period.to.getTime(),
    random: repeatableRandom(SEED),
  });
  const see = (decision: Parameters<typeof watch.see>[0] | null) => decision && watch.see(decision);
  return { cases, watch, fates: await finishInSlices(steps, { see, mostMs: MOST_WORK_MS }) };
}

/** Everyone whom some stage of the policy could give a ticket. */
function concernedUsers(policy: Policy, people: People, cases: readonly PastCase[]): string[] {
  const byPolicy = policyUsers(policy.assign, people);
  const bySteps = policy.steps.flatMap(({ do: act }) =>
    'assign' in act ? policyUsers(act.assign, people) : [],
  );
  const owners =
    policy.assign.to === 'contactOwner' ? cases.flatMap(({ past }) => past.contact.owner ?? []) : [];
  return [...new Set([...byPolicy, ...bySteps, ...owners])];
}
