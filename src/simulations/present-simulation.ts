import type { z } from 'zod';
import { explainDecision } from '../../routing/explain.ts';
import { type Fate, outcomeOf } from '../../routing/outcome.ts';
import type { Decision } from '../../routing/types.ts';
import type { Words } from '../decisions/decision-routes.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { isDifferent } from './decision-watch.ts';
import type { PastCase } from './history.ts';
import type { SimulationResult } from './run-simulation.ts';
import type { SimulationSchema } from './simulation-schemas.ts';

const MOST_SHOWN = 100;

type Shown = z.infer<typeof SimulationSchema>;

/** What a policy would have done beside what happened, as the API shows it. It yields after each piece of work. */
export function* presentSimulation(
  result: SimulationResult,
  of: { channel: string; from: number; to: number; asOf: number },
  words: Words,
): Generator<void, Shown, undefined> {
  const { cases } = result;
  const simulated = presentSimulated(result, words);
  yield;
  const actual = presentActual(cases, words);
  yield;
  return {
    channel: of.channel,
    from: iso(of.from),
    to: iso(of.to),
    tickets: cases.length,
    asOf: iso(of.asOf),
    assumptions: ASSUMPTIONS[words.language],
    simulated,
    actual,
    different: yield* presentDifferences(result, words),
  };
}

function presentSimulated({ fates, watch }: SimulationResult, words: Words): Shown['simulated'] {
  return presentOutcome([...fates.values()], {
    foundAllFull: watch.foundAllFull,
    reasons: reasonsOf([...fates].map(([id, fate]) => [fate, watch.reasons.get(id) ?? null])),
    words,
  });
}

function presentActual(cases: readonly PastCase[], words: Words): Shown['actual'] {
  const fates = cases.map(({ actual }) => actual);
  return presentOutcome(fates, {
    foundAllFull: fates.filter(({ foundAllFull }) => foundAllFull).length,
    reasons: reasonsOf(fates.map((fate) => [fate, fate.reason])),
    words,
  });
}

function presentOutcome(
  fates: readonly Fate[],
  more: { foundAllFull: number; reasons: Shown['actual']['reasons']; words: Words },
): Shown['actual'] {
  const { assigned, leftToTeam, unassigned, overflow, waits, shares } = outcomeOf(fates);
  return {
    assigned,
    leftToTeam,
    unassigned,
    reasons: more.reasons,
    overflow,
    atCapacity: more.foundAllFull,
    waits: waits && {
      median: waits.median / 1000,
      p95: waits.ninetyFifth / 1000,
      mean: waits.mean / 1000,
      longest: waits.longest / 1000,
    },
    shares: shares.map((share) => ({ ...share, name: more.words.names.get(share.user) ?? share.user })),
  };
}

/** Of those with neither owner nor team. */
function reasonsOf(fates: readonly (readonly [Fate, string | null])[]): Shown['actual']['reasons'] {
  const counts = new Map<string, number>();
  for (const [{ owner, team }, reason] of fates) {
    if (owner === null && team === null && reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, tickets]) => ({ reason, tickets }))
    .sort((a, b) => b.tickets - a.tickets || a.reason.localeCompare(b.reason));
}

function* presentDifferences(
  { cases, fates, watch }: SimulationResult,
  words: Words,
): Generator<void, Shown['different'], undefined> {
  let tickets = 0;
  const items: Shown['different']['items'] = [];
  for (const each of cases) {
    const { id } = each.past;
    const fate = fates.get(id);
    if (!fate || !isDifferent(fate, each.actual)) continue;
    tickets += 1;
    const decision = watch.different.get(id);
    if (decision && items.length < MOST_SHOWN) items.push(presentDifference(each, fate, decision, words));
    yield;
  }
  return { tickets, items };
}

function presentDifference(
  { number, past, actual }: PastCase,
  fate: Fate,
  decision: Decision,
  words: Words,
): Shown['different']['items'][number] {
  const explanation = explainDecision(decision, words.names, words.language, words.zone);
  return {
    ticket: past.id,
    number,
    subject: past.subject,
    arrivedAt: iso(past.arrivedAt),
    simulated: { ...presentEnd(fate), reason: decision.reason, explanation },
    actual: { ...presentEnd(actual), reason: actual.reason },
  };
}

function presentEnd({ owner, team, assignedAt }: Fate) {
  return { owner, team, assignedAt: assignedAt === null ? null : iso(assignedAt) };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
