import { MINUTE_MS } from './instants.ts';
import type { Assign, Instant, Policy } from './types.ts';

/** The index of the latest step that is due for a ticket without an owner; null before the first. */
export function dueStep(policy: Policy, waitingSince: Instant, at: Instant): number | null {
  const index = policy.steps.findLastIndex((step) => waitingSince + step.afterMinutes * MINUTE_MS <= at);
  return index < 0 ? null : index;
}

/** When the next step after `at` is due for a ticket that stays without an owner; null when none is left. */
export function nextStepAt(policy: Policy, waitingSince: Instant, at: Instant): Instant | null {
  const due = policy.steps.map((step) => waitingSince + step.afterMinutes * MINUTE_MS);
  return due.find((instant) => instant > at) ?? null;
}

/** What holds once a step is due: the policy with that step and all before it applied. */
export interface Stage {
  step: number | null;
  assign: Assign;
  /** The position that a round-robin of this stage moves. */
  roundRobinKey: string;
  relaxedSkills: ReadonlySet<string>;
}

/** The policy as of a step; null for before the first. Steps that only alert change nothing. */
export function stageOf(policy: Policy, policyKey: string, step: number | null): Stage {
  const acts = policy.steps.slice(0, step === null ? 0 : step + 1).map((each) => each.do);
  const assigning = acts.findLastIndex((act) => 'assign' in act);
  const act = acts[assigning];
  return {
    step,
    assign: act && 'assign' in act ? act.assign : policy.assign,
    roundRobinKey: assigning < 0 ? policyKey : `${policyKey}#${assigning}`,
    relaxedSkills: new Set(acts.flatMap((each) => ('relaxSkills' in each ? each.relaxSkills : []))),
  };
}
