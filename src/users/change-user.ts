import type { ClientSession, Connection } from 'mongoose';
import { diff } from '../audit/diff.ts';
import { BadInput, Conflict } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { endSessionsOf } from '../sessions/session-model.ts';
import { settingsModel, WORKSPACE } from '../settings/settings-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findUser, refuseTakenEmail } from './find-user.ts';
import { handOver, requireHeir } from './hand-over.ts';
import { requireTeamsAndSkills } from './memberships.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { refuseForbiddenFields } from './permissions.ts';
import { auditView, changedFields } from './user-changes.ts';
import { type UserRecord, userModel } from './user-model.ts';
import type { UserParts } from './user-parts.ts';
import type { UserChangeInput } from './user-schemas.ts';

/** Changes the named fields of a user; throws NotAllowed for one that is not the actor's to change. */
export type ChangeUser = (actor: Actor, id: string, change: UserChangeInput) => Promise<UserRecord>;

/** Makes the operation that changes users. */
export function createChangeUser(parts: UserParts): ChangeUser {
  return async (actor, id, change) => {
    const before = await findUser(parts.db, id);
    refuseForbiddenFields(actor, before, change);
    const passwordHash = await newPasswordHash(parts, { actor, user: before, change });
    const heir = before.active && change.active === false ? change.handover : undefined;
    const handing = heir && { from: id, to: heir, actor, at: new Date(parts.clock.now()) };
    if (handing) await handOverFirst(parts, before, handing);
    const work = (session: ClientSession) => store(parts, { actor, id, change, passwordHash }, session);
    const { user, deactivated } = await inTransaction(parts.db, work).catch(refuseTakenEmail);
    // What they were given in between follows.
    if (deactivated && handing) await handOver(parts.db, handing);
    if (deactivated) await parts.onDeactivated?.(id);
    return user;
  };
}

/** Before the deactivation: right after it the router would take the tickets, and give them to others. */
async function handOverFirst(
  { db }: UserParts,
  user: UserRecord,
  handing: Parameters<typeof handOver>[1],
): Promise<void> {
  await requireHeir(db, user._id, handing.to);
  if (isSuperAdmin(user))
    await inTransaction(db, (session) => requireAnotherSuperAdmin(db, user._id, session));
  await handOver(db, handing);
}

interface Change {
  actor: Actor;
  id: string;
  change: UserChangeInput;
  passwordHash: string | null;
}

async function store(parts: UserParts, { actor, id, change, passwordHash }: Change, session: ClientSession) {
  const before = await findUser(parts.db, id, session);
  refuseForbiddenFields(actor, before, change);
  await requireTeamsAndSkills(parts.db, newlyNamed(before, change), session);
  const fields = changedFields(before, change, { passwordHash, now: new Date(parts.clock.now()) });
  const user = { ...before, ...fields };
  if (isSuperAdmin(before) && !isSuperAdmin(user)) await requireAnotherSuperAdmin(parts.db, id, session);
  await userModel(parts.db).updateOne({ _id: id }, { $set: fields }, { session });
  if (user.sessionVersion !== before.sessionVersion) await endSessionsOf(parts.db, id, session);
  const handover = change.handover ? [{ path: 'handover', from: null, to: change.handover }] : [];
  const changes = [...diff(auditView(before), auditView(user)), ...handover];
  const target = { kind: 'user', id, name: user.name };
  if (changes.length > 0) await parts.audit.record({ actor, action: 'change', target, changes }, session);
  return { user, deactivated: before.active && !user.active };
}

/** Whoever changes their own password shows that they know the present one: an open console is not enough. */
async function newPasswordHash(
  { failedSignIns }: UserParts,
  { actor, user, change }: { actor: Actor; user: UserRecord; change: UserChangeInput },
): Promise<string | null> {
  if (change.password === undefined) return null;
  if (actor.kind === 'user' && actor.id === user._id) {
    const attempt = [user.email, `console of ${user._id}`] as const;
    await failedSignIns.refuse(...attempt);
    if (!(await isPassword(user.passwordHash, change.currentPassword ?? ''))) {
      await failedSignIns.count(...attempt);
      throw new BadInput([{ path: 'currentPassword', message: 'This is not your present password.' }]);
    }
  }
  return hashPassword(change.password);
}

/** Ids that stood there already are not checked again: a field left as it is never blocks a change. */
function newlyNamed(user: UserRecord, { teams, skills }: UserChangeInput) {
  const isUnchanged = (now: readonly string[], given: readonly string[]) =>
    given.every((id) => now.includes(id));
  return {
    ...(teams && !isUnchanged(user.teams, teams) && { teams }),
    ...(skills && !isUnchanged(user.skills, skills) && { skills }),
  };
}

function isSuperAdmin({ role, active }: UserRecord): boolean {
  return role === 'superAdmin' && active;
}

/** Somebody must be able to undo everything: of two such changes at once, one runs again and sees the other. */
async function requireAnotherSuperAdmin(db: Connection, id: string, session: ClientSession): Promise<void> {
  const change = { $inc: { superAdminChanges: 1 } };
  await settingsModel(db).updateOne({ _id: WORKSPACE }, change, { upsert: true, session });
  const others = { _id: { $ne: id }, role: 'superAdmin' as const, active: true, passwordHash: { $ne: null } };
  if ((await userModel(db).countDocuments(others).session(session)) > 0) return;
  throw new Conflict('last-super-admin', 'This is the last super admin. Make somebody else one first.');
}
