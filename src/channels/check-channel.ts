import type { ClientSession, Connection } from 'mongoose';
import { z } from 'zod';
import type { AdapterFactory } from '../../adapters/adapter.ts';
import { policyProblems } from '../../routing/policy.ts';
import type { ChannelKind, Policy } from '../../routing/types.ts';
import { BadInput, type FieldError } from '../http/errors.ts';
import { fieldErrors } from '../http/validation.ts';
import { skillModel } from '../skills/skill-model.ts';
import { teamModel } from '../teams/team-model.ts';
import { toRoutingUser } from '../users/routing-user.ts';
import { userModel } from '../users/user-model.ts';
import { adapters } from './adapters.ts';
import { channelModel } from './channel-model.ts';

/** The adapter of a kind; throws BadInput for one that cannot be run yet. */
export function adapterFor(kind: ChannelKind): AdapterFactory<unknown> {
  const factory = adapters.get(kind);
  if (factory) return factory;
  throw new BadInput([{ path: 'kind', message: `Channels of kind ${kind} cannot be made yet.` }]);
}

/**
 * What was given of a channel, checked: its settings as the kind's own schema makes them, and every problem. Of the
 * candidates for the settings the first that is valid counts: a kept secret may no longer fit beside what was given.
 */
export async function checkChannel(
  db: Connection,
  given: { kind: ChannelKind; settings: readonly unknown[] | undefined; policy: Policy | undefined },
  session: ClientSession,
): Promise<{ settings: Settings | null; problems: FieldError[] }> {
  const { kind, policy } = given;
  const checked = given.settings?.map((candidate) => checkSettings(kind, candidate)) ?? [];
  const { settings, errors } = checked.find((c) => c.settings !== null) ?? checked[0] ?? NOTHING;
  const problems = [
    ...errors,
    ...(await replyChannelProblems(db, settings, session)),
    ...(policy ? await checkPolicy(db, policy, kind, session) : []),
  ];
  return { settings, problems };
}

type Settings = Record<string, unknown>;
const NOTHING = { settings: null, errors: [] };

/** What is wrong stands under `settings.…`. */
function checkSettings(
  kind: ChannelKind,
  settings: unknown,
): { settings: Settings | null; errors: FieldError[] } {
  try {
    const parsed = adapterFor(kind).parseSettings(settings);
    return { settings: z.record(z.string(), z.unknown()).parse(parsed), errors: [] };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { settings: null, errors: fieldErrors(error.issues, ['settings']) };
  }
}

/** A channel that names another one for its answers names an email channel. */
async function replyChannelProblems(
  db: Connection,
  settings: Settings | null,
  session: ClientSession,
): Promise<FieldError[]> {
  const id = settings?.replyChannel;
  if (typeof id !== 'string') return [];
  const filter = { _id: id, kind: 'email', deletedAt: null } as const;
  if (await channelModel(db).exists(filter).session(session)) return [];
  return [{ path: 'settings.replyChannel', message: 'There is no such email channel.' }];
}

/** What keeps a policy from working, by the workspace as it is now. */
async function checkPolicy(
  db: Connection,
  policy: Policy,
  kind: ChannelKind,
  session: ClientSession,
): Promise<FieldError[]> {
  const options = { session };
  const users = await userModel(db).find({}, null, options).lean();
  const teams = await teamModel(db).find({}, null, options).lean();
  const skills = await skillModel(db).find({}, { _id: 1 }, options).lean();
  const members = (team: string) => users.filter((u) => u.teams.includes(team)).map((u) => u._id);
  return policyProblems(policy, {
    kind,
    users: new Map(users.map((u) => [u._id, toRoutingUser(u)])),
    teams: new Map(teams.map((t) => [t._id, { id: t._id, name: t.name, members: members(t._id) }])),
    skills: new Set(skills.map((s) => s._id)),
  });
}
