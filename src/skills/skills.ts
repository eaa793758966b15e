import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { NotFound } from '../http/errors.ts';
import type { Page } from '../http/list.ts';
import { afterName, pageByName } from '../http/named-list.ts';
import type { Actor } from '../http/route.ts';
import { refuseTakenName } from '../http/taken-name.ts';
import { inTransaction } from '../store/connection.ts';
import { refuseWhileUsed, type UsedBy } from '../teams/used-by.ts';
import { userModel } from '../users/user-model.ts';
import { type SkillRecord, skillModel } from './skill-model.ts';

/** What the operations on skills need. */
export interface SkillParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  usedBy: UsedBy;
}

/** The operations on skills. */
export interface Skills {
  /** Throws NotFound. */
  find(id: string): Promise<SkillRecord>;
  list(query: { limit: number; cursor?: string | undefined }): Promise<Page<SkillRecord>>;
  /** One that has the id `made` already was made by an attempt that died. */
  create(actor: Actor, name: string, made: string): Promise<SkillRecord>;
  rename(actor: Actor, id: string, name: string | undefined): Promise<SkillRecord>;
  /** Users lose it; throws Conflict while a policy uses it. */
  remove(actor: Actor, id: string): Promise<void>;
}

/** Makes the operations on skills. */
export function createSkills(parts: SkillParts): Skills {
  const skills = skillModel(parts.db);
  return {
    async find(id) {
      const skill = await skills.findById(id).lean();
      if (!skill) throw new NotFound('skill');
      return skill;
    },
    async list({ limit, cursor }) {
      const found = await skills
        .find(afterName(cursor))
        .sort({ name: 1, _id: 1 })
        .limit(limit + 1)
        .lean();
      return pageByName(found, limit);
    },
    create: async (actor, name, made) =>
      (await skills.findById(made).lean()) ?? create(parts, actor, { _id: made, name }),
    rename: (actor, id, name) => rename(parts, actor, { id, name }),
    remove: (actor, id) => remove(parts, actor, id),
  };
}

async function create(
  { db, clock, audit }: SkillParts,
  actor: Actor,
  { _id, name }: Pick<SkillRecord, '_id' | 'name'>,
): Promise<SkillRecord> {
  const skill = { _id, name, createdAt: new Date(clock.now()) };
  await inTransaction(db, async (session) => {
    await skillModel(db).create([skill], { session });
    const changes = diff({}, { name });
    await audit.record({ actor, action: 'create', target: targetOf(skill), changes }, session);
  }).catch(refuseTakenName);
  return skill;
}

function rename(
  { db, audit }: SkillParts,
  actor: Actor,
  { id, name }: { id: string; name: string | undefined },
): Promise<SkillRecord> {
  return inTransaction(db, async (session) => {
    const before = await skillModel(db).findById(id).session(session).lean();
    if (!before) throw new NotFound('skill');
    const after = { ...before, name: name ?? before.name };
    if (after.name === before.name) return before;
    await skillModel(db).updateOne({ _id: id }, { $set: { name: after.name } }, { session });
    const changes = diff(before, after);
    await audit.record({ actor, action: 'change', target: targetOf(after), changes }, session);
    return after;
  }).catch(refuseTakenName);
}

async function remove({ db, audit, usedBy }: SkillParts, actor: Actor, id: string): Promise<void> {
  await refuseWhileUsed(usedBy, 'skill', id);
  await inTransaction(db, async (session) => {
    const removed = await skillModel(db).findOneAndDelete({ _id: id }, { session }).lean();
    if (!removed) throw new NotFound('skill');
    await userModel(db).updateMany({ skills: id }, { $pull: { skills: id } }, { session });
    const changes = diff({ name: removed.name }, {});
    await audit.record({ actor, action: 'delete', target: targetOf(removed), changes }, session);
  });
}

function targetOf({ _id, name }: SkillRecord) {
  return { kind: 'skill', id: _id, name };
}
