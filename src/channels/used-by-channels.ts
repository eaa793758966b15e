import type { Connection } from 'mongoose';
import type { Policy } from '../../routing/types.ts';
import type { UsedBy } from '../teams/used-by.ts';
import { channelModel } from './channel-model.ts';

/** Tells which channels' policies name a team or skill. */
export function createUsedBy(db: Connection): UsedBy {
  return async (kind, id) => {
    const channels = await channelModel(db).find({ deletedAt: null }).select('name policy').lean();
    const names = kind === 'team' ? namesTeam : namesSkill;
    return channels.filter(({ policy }) => names(policy, id)).map((c) => c.name);
  };
}

function namesTeam({ assign, steps }: Policy, team: string): boolean {
  const fallback = assign.to === 'customerAgent' ? [assign.fallback] : [];
  const further = steps.flatMap((step) => ('assign' in step.do ? [step.do.assign] : []));
  return [assign, ...fallback, ...further].some(
    (a) => (a.to === 'team' && a.team === team) || (a.to === 'specific' && a.teams.includes(team)),
  );
}

function namesSkill({ skills, steps }: Policy, skill: string): boolean {
  return (
    skills.required.includes(skill) ||
    skills.rules.some((rule) => rule.skills.includes(skill)) ||
    steps.some((step) => 'relaxSkills' in step.do && step.do.relaxSkills.includes(skill))
  );
}
