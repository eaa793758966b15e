import type { TFunction } from 'i18next';
import type { Assign, Policy } from '../../../../routing/types.ts';
import { actOf } from './steps-field.tsx';

/** The names of users, teams and skills by id. */
export type Names = ReadonlyMap<string, string>;

/** One field of a policy that two versions have differently, in words. */
export interface PolicyDifference {
  field: keyof Policy;
  before: string;
  after: string;
}

/** What one version of a policy changed of the one before it. */
export function policyDifferences(
  before: Policy,
  after: Policy,
  names: Names,
  t: TFunction,
): PolicyDifference[] {
  const [old, fresh] = [policyWords(before, names, t), policyWords(after, names, t)];
  const fields = Object.keys(fresh) as (keyof Policy)[];
  return fields
    .filter((field) => old[field] !== fresh[field])
    .map((field) => ({ field, before: old[field], after: fresh[field] }));
}

function policyWords(policy: Policy, names: Names, t: TFunction): Record<keyof Policy, string> {
  const { skills, steps } = policy;
  const list = (ids: readonly string[]) => ids.map((id) => names.get(id) ?? id).join(', ');
  const rules = skills.rules.map((rule) => `${rule.field} ~ “${rule.contains}” → ${list(rule.skills)}`);
  const asked = [list(skills.required), ...rules].filter((each) => each !== '');
  return {
    assign: assignWords(policy.assign, list, t),
    distribution: t(`policy.distributions.${policy.distribution}`),
    onlyAvailable: t(policy.onlyAvailable ? 'policy.yes' : 'policy.no'),
    whenNoneAvailable: t(`policy.whenNones.${policy.whenNoneAvailable}`),
    skills:
      asked.length === 0
        ? t('policy.none')
        : `${asked.join('; ')} (${t(`policy.fallbacks.${skills.fallback}`)})`,
    steps: steps.map((step) => stepWords(step, list, t)).join('; ') || t('policy.none'),
    unansweredMinutes:
      policy.unansweredMinutes === null
        ? t('policy.off')
        : t('policy.minutes', { count: policy.unansweredMinutes }),
  };
}

type List = (ids: readonly string[]) => string;

function assignWords(assign: Assign, list: List, t: TFunction): string {
  const way = t(`policy.assignTo.${assign.to}`);
  if (assign.to === 'specific') return `${way}: ${list([...assign.teams, ...assign.users])}`;
  if (assign.to === 'team') return `${way}: ${list([assign.team])}`;
  return assign.to === 'customerAgent' ? `${way}; ${assignWords(assign.fallback, list, t)}` : way;
}

function stepWords(step: Policy['steps'][number], list: List, t: TFunction): string {
  const act = step.do;
  const after = t('policy.minutes', { count: step.afterMinutes });
  if ('assign' in act) return `${after}: ${assignWords(act.assign, list, t)}`;
  const words = t(`policy.stepActs.${actOf(step)}`);
  return 'relaxSkills' in act ? `${after}: ${words} ${list(act.relaxSkills)}` : `${after}: ${words}`;
}
