import type { AvailabilityStatus } from '../../routing/types.ts';
import { diff } from '../audit/diff.ts';
import { Conflict, NotAllowed, NotFound } from '../http/errors.ts';
import { type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import type { Invitation } from '../setup/invitations.ts';
import { inTransaction } from '../store/connection.ts';
import { type ChangeUser, createChangeUser } from './change-user.ts';
import { findUser, refuseTakenEmail } from './find-user.ts';
import { requireTeamsAndSkills } from './memberships.ts';
import { hashPassword } from './passwords.ts';
import { authorize, canGrant } from './permissions.ts';
import { auditView, newUserRecord } from './user-changes.ts';
import { type UserRecord, userModel } from './user-model.ts';
import type { UserParts } from './user-parts.ts';
import { filterOf, type UserQuery } from './user-query.ts';
import type { NewUserInput } from './user-schemas.ts';

/** The operations on users. Each asks whether the actor may. */
export interface Users {
  /** Throws NotFound. */
  find(id: string): Promise<UserRecord>;
  /** By name. */
  list(query: UserQuery): Promise<Page<UserRecord>>;
  /** Makes a user, with a password or an invitation. One that has the id `made` already was made by an attempt that died. */
  create(
    actor: Actor,
    input: NewUserInput,
    made: string,
  ): Promise<{ user: UserRecord; invitation: Invitation | null }>;
  change: ChangeUser;
  setAvailability(actor: Actor, id: string, status: AvailabilityStatus): Promise<UserRecord>;
  /** A new link, known by the id `made`, for somebody to choose their password by; earlier ones stop working. */
  invite(actor: Actor, id: string, made: string): Promise<Invitation>;
}

/** Makes the operations on users. */
export function createUsers(parts: UserParts): Users {
  const { db } = parts;
  return {
    find: (id) => findUser(db, id),
    async list(query) {
      const found = await userModel(db)
        .find(filterOf(query))
        .sort({ name: 1, _id: 1 })
        .limit(query.limit + 1)
        .lean();
      return page(found, query.limit, (last) => [last.name, last._id]);
    },
    async create(actor, input, made) {
      const user =
        (await userModel(db).findById(made).lean()) ?? (await create(parts, actor, { input, made }));
      return { user, invitation: user.passwordHash === null ? await invite(parts, user, made) : null };
    },
    change: createChangeUser(parts),
    setAvailability: (actor, id, status) => setAvailability(parts, actor, id, status),
    async invite(actor, id, made) {
      const user = await findUser(db, id);
      authorize(actor, 'invite', user);
      if (!user.active) throw new Conflict('deactivated', 'Activate this user first.');
      const target = { kind: 'user', id, name: user.name };
      await parts.audit.record({ id: made, actor, action: 'invite', target, changes: [] });
      return invite(parts, user, made);
    },
  };
}

async function create(
  parts: UserParts,
  actor: Actor,
  { input, made }: { input: NewUserInput; made: string },
): Promise<UserRecord> {
  if (!canGrant(actor, input.role)) {
    throw new NotAllowed(`Your role does not allow to make somebody ${input.role}.`);
  }
  const passwordHash = input.password === undefined ? null : await hashPassword(input.password);
  const user = { ...newUserRecord(input, passwordHash, new Date(parts.clock.now())), _id: made };
  await inTransaction(parts.db, async (session) => {
    await requireTeamsAndSkills(parts.db, user, session);
    await userModel(parts.db).create([user], { session });
    const changes = diff({}, auditView(user));
    const target = { kind: 'user', id: user._id, name: user.name };
    await parts.audit.record({ actor, action: 'create', target, changes }, session);
  }).catch(refuseTakenEmail);
  return user;
}

async function invite(parts: UserParts, user: UserRecord, made: string): Promise<Invitation> {
  const invitation = await parts.invitations.make(user._id, made);
  await parts.sendInvitation?.(user, invitation);
  return invitation;
}

async function setAvailability(
  { db, clock, audit }: UserParts,
  actor: Actor,
  id: string,
  status: AvailabilityStatus,
): Promise<UserRecord> {
  const user = await findUser(db, id);
  authorize(actor, 'set the availability of', user);
  const manualStatus = { status, setAt: new Date(clock.now()) };
  const changed = await userModel(db)
    .findByIdAndUpdate(id, { $set: { manualStatus } }, { returnDocument: 'after' })
    .lean();
  if (!changed) throw new NotFound('user');
  if (actor.id !== id) {
    const changes = [{ path: 'availability', from: user.manualStatus?.status ?? null, to: status }];
    await audit.record({ actor, action: 'change', target: { kind: 'user', id, name: user.name }, changes });
  }
  return changed;
}
