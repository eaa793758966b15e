import type { ClientSession, Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { BadInput, NotFound } from '../http/errors.ts';
import type { Page } from '../http/list.ts';
import { afterName, pageByName } from '../http/named-list.ts';
import type { Actor } from '../http/route.ts';
import { refuseTakenName } from '../http/taken-name.ts';
import { inTransaction } from '../store/connection.ts';
import { unknownIds } from '../users/memberships.ts';
import { userModel } from '../users/user-model.ts';
import { type TeamRecord, teamModel } from './team-model.ts';
import { refuseWhileUsed, type UsedBy } from './used-by.ts';

/** A team with the ids of its members, sorted. */
export type Team = TeamRecord & { members: string[] };

/** What may be set of a team; `members` are user ids. */
export interface TeamInput {
  name?: string | undefined;
  members?: string[] | undefined;
}

/** What the operations on teams need. */
export interface TeamParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  usedBy: UsedBy;
}

/** The operations on teams. */
export interface Teams {
  /** Throws NotFound. */
  find(id: string): Promise<Team>;
  list(query: { limit: number; cursor?: string | undefined }): Promise<Page<Team>>;
  /** One that has the id `made` already was made by an attempt that died. */
  create(actor: Actor, input: TeamInput & { name: string }, made: string): Promise<Team>;
  change(actor: Actor, id: string, change: TeamInput): Promise<Team>;
  /** Its members lose it; throws Conflict while a policy uses it. */
  remove(actor: Actor, id: string): Promise<void>;
}

/** Makes the operations on teams. */
export function createTeams(parts: TeamParts): Teams {
  const { db } = parts;
  return {
    find: (id) => findTeam(db, id),
    async list({ limit, cursor }) {
      const found = await teamModel(db)
        .find(afterName(cursor))
        .sort({ name: 1, _id: 1 })
        .limit(limit + 1)
        .lean();
      const { items, next } = pageByName(found, limit);
      return { items: await withMembers(db, items), next };
    },
    async create(actor, input, made) {
      const isMade = (await teamModel(db).exists({ _id: made })) !== null;
      return isMade ? findTeam(db, made) : create(parts, actor, { _id: made, ...input });
    },
    change: (actor, id, change) => changeTeam(parts, actor, { id, change }),
    remove: (actor, id) => remove(parts, actor, id),
  };
}

async function findTeam(db: Connection, id: string, session?: ClientSession): Promise<Team> {
  const record = await teamModel(db)
    .findById(id)
    .session(session ?? null)
    .lean();
  if (!record) throw new NotFound('team');
  const [team] = await withMembers(db, [record], session);
  return team ?? { ...record, members: [] };
}

async function withMembers(db: Connection, teams: TeamRecord[], session?: ClientSession): Promise<Team[]> {
  const ids = teams.map((team) => team._id);
  const users = await userModel(db)
    .find({ teams: { $in: ids } }, { teams: 1 })
    .sort({ _id: 1 })
    .session(session ?? null)
    .lean();
  const membersOf = (id: string) => users.filter((user) => user.teams.includes(id)).map((user) => user._id);
  return teams.map((team) => ({ ...team, members: membersOf(team._id) }));
}

async function create(
  parts: TeamParts,
  actor: Actor,
  input: TeamInput & { _id: string; name: string },
): Promise<Team> {
  const team = { _id: input._id, name: input.name, createdAt: new Date(parts.clock.now()) };
  const members = [...new Set(input.members ?? [])].toSorted();
  await inTransaction(parts.db, async (session) => {
    await requireUsers(parts.db, input.members ?? [], session);
    await teamModel(parts.db).create([team], { session });
    await setMembers(parts.db, { id: team._id, members }, session);
    const changes = diff({}, { name: team.name, members });
    await parts.audit.record({ actor, action: 'create', target: targetOf(team), changes }, session);
  }).catch(refuseTakenName);
  return { ...team, members };
}

function changeTeam(
  parts: TeamParts,
  actor: Actor,
  { id, change }: { id: string; change: TeamInput },
): Promise<Team> {
  return inTransaction(parts.db, async (session) => {
    const before = await findTeam(parts.db, id, session);
    const after = { ...before, name: change.name ?? before.name };
    if (change.members) {
      await requireUsers(parts.db, change.members, session);
      after.members = [...new Set(change.members)].toSorted();
      await setMembers(parts.db, { id, members: after.members }, session);
    }
    await teamModel(parts.db).updateOne({ _id: id }, { $set: { name: after.name } }, { session });
    const changes = diff(before, after);
    if (changes.length > 0) {
      await parts.audit.record({ actor, action: 'change', target: targetOf(after), changes }, session);
    }
    return after;
  }).catch(refuseTakenName);
}

async function remove({ db, audit, usedBy }: TeamParts, actor: Actor, id: string): Promise<void> {
  await refuseWhileUsed(usedBy, 'team', id);
  await inTransaction(db, async (session) => {
    const team = await findTeam(db, id, session);
    await setMembers(db, { id, members: [] }, session);
    await teamModel(db).deleteOne({ _id: id }, { session });
    const changes = diff({ name: team.name, members: team.members }, {});
    await audit.record({ actor, action: 'delete', target: targetOf(team), changes }, session);
  });
}

/** Membership is stored on the users: those who are to be in get the team, all others lose it. */
async function setMembers(
  db: Connection,
  { id, members }: { id: string; members: string[] },
  session: ClientSession,
) {
  const users = userModel(db);
  await users.updateMany({ teams: id, _id: { $nin: members } }, { $pull: { teams: id } }, { session });
  await users.updateMany(
    { _id: { $in: members }, teams: { $ne: id } },
    { $addToSet: { teams: id } },
    { session },
  );
}

async function requireUsers(db: Connection, ids: readonly string[], session: ClientSession): Promise<void> {
  const errors = await unknownIds(userModel(db), ids, { field: 'members', what: 'user', session });
  if (errors.length > 0) throw new BadInput(errors);
}

function targetOf({ _id, name }: TeamRecord) {
  return { kind: 'team', id: _id, name };
}
