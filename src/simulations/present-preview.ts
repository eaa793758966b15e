import type { z } from 'zod';
import { explainUser } from '../../routing/explain.ts';
import { canServe } from '../../routing/policy.ts';
import type { Decision, People, Policy } from '../../routing/types.ts';
import { presentDecision, type Words } from '../decisions/decision-routes.ts';
import type { PreviewSchema } from './simulation-schemas.ts';

type Shown = z.infer<typeof PreviewSchema>;

/** A decision that was only tried, with a word about everyone. It yields after each user. */
export function* presentPreview(
  decision: Decision,
  under: { channel: string; policyVersion: number; policy: Policy; people: People },
  words: Words,
): Generator<void, Shown, undefined> {
  const shown = presentDecision(decision, under, words);
  const explain = (user: string) => explainUser(user, decision, words.names, words);
  const candidates: Shown['candidates'] = [];
  for (const candidate of shown.candidates) {
    candidates.push({ ...candidate, explanation: explain(candidate.user) });
    yield;
  }
  const considered = new Set(candidates.map(({ user }) => user));
  const others: Shown['others'] = [];
  for (const user of under.people.users.values()) {
    if (!canServe(user) || considered.has(user.id)) continue;
    others.push({ user: user.id, name: user.name, explanation: explain(user.id) });
    yield;
  }
  return { ...shown, candidates, others };
}
