import type { Connection } from 'mongoose';
import { policyProblems } from '../../routing/policy.ts';
import type { ChannelKind, People, Policy, RoutingRules } from '../../routing/types.ts';
import { type ChannelRecord, channelModel } from '../channels/channel-model.ts';
import { BadInput } from '../http/errors.ts';
import { readRoutingRules } from '../settings/routing-rules.ts';
import { skillModel } from '../skills/skill-model.ts';
import { teamModel } from '../teams/team-model.ts';
import { toRoutingUser } from '../users/routing-user.ts';
import { userModel } from '../users/user-model.ts';

/** Users, teams, skills and rules as they stand now: what every question about a policy is answered by. */
export interface PresentState {
  people: People;
  rules: RoutingRules;
  skills: ReadonlySet<string>;
  /** Of users, teams and skills by id. */
  names: ReadonlyMap<string, string>;
}

/** Reads everything that routing goes by, apart from tickets. */
export async function readPresentState(db: Connection): Promise<PresentState> {
  const [users, teams, skills, rules] = await Promise.all([
    userModel(db).find().select('-passwordHash').lean(),
    teamModel(db).find().lean(),
    skillModel(db).find().lean(),
    readRoutingRules(db),
  ]);
  const members = new Map(teams.map((team) => [team._id, [] as string[]]));
  for (const user of users) for (const team of user.teams) members.get(team)?.push(user._id);
  return {
    people: {
      users: new Map(users.map((user) => [user._id, toRoutingUser(user)])),
      teams: new Map(teams.map(({ _id, name }) => [_id, { id: _id, name, members: members.get(_id) ?? [] }])),
    },
    rules,
    skills: new Set(skills.map((skill) => skill._id)),
    names: new Map([...users, ...teams, ...skills].map((named) => [named._id, named.name])),
  };
}

/** Refuses a policy that could not be saved either: throws BadInput with the same fields and reasons. */
export function refuseUnworkable(policy: Policy, kind: ChannelKind, { people, skills }: PresentState): void {
  const problems = policyProblems(policy, { ...people, kind, skills });
  if (problems.length > 0) throw new BadInput(problems, 'This policy cannot work.');
}

/** The channel that the body names; throws BadInput when there is none. */
export async function channelOf(db: Connection, id: string): Promise<ChannelRecord> {
  const channel = await channelModel(db).findOne({ _id: id, deletedAt: null }).lean();
  if (!channel) throw new BadInput([{ path: 'channel', message: 'There is no such channel.' }]);
  return channel;
}
