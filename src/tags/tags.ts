import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { Conflict, NotFound } from '../http/errors.ts';
import type { Page } from '../http/list.ts';
import { afterName, pageByName } from '../http/named-list.ts';
import type { Actor } from '../http/route.ts';
import { refuseTakenName } from '../http/taken-name.ts';
import { inTransaction } from '../store/connection.ts';
import { retag } from './retag.ts';
import { type TagRecord, tagModel } from './tag-model.ts';

/** What the operations on tags need. */
export interface TagParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
}

/** The operations on the workspace's tags. */
export interface Tags {
  /** By name; `q` is a part of it. */
  list(query: {
    limit: number;
    cursor?: string | undefined;
    q?: string | undefined;
  }): Promise<Page<TagRecord>>;
  /** Throws Conflict for a name that there is. */
  create(actor: Actor, name: string, made: string): Promise<TagRecord>;
  /** Also on every ticket. Throws NotFound, or Conflict for a name that there is. */
  rename(actor: Actor, id: string, name: string): Promise<TagRecord>;
  /** Takes it from every ticket. */
  remove(actor: Actor, id: string): Promise<void>;
}

/** Makes the operations on tags. */
export function createTags({ db, clock, audit }: TagParts): Tags {
  const tags = tagModel(db);

  /** Begins a change of a tag; what it means for tickets follows, whatever happens. */
  async function change(actor: Actor, id: string, to: string | null): Promise<TagRecord> {
    return inTransaction(db, async (session) => {
      const before = await tags.findById(id, null, { session }).lean();
      if (!before || (before.change && before.change.to === null)) throw new NotFound('tag');
      if (before.change)
        throw new Conflict('still-changing', 'Its last change is still on its way to the tickets.');
      const { name } = before;
      if (to === name) return before;
      const after = { ...before, name: to ?? name, change: { from: name, to } };
      await tags.replaceOne({ _id: id }, after, { session });
      const target = { kind: 'tag', id, name: after.name };
      const changes = diff({ name }, to === null ? {} : { name: to });
      await audit.record({ actor, action: to === null ? 'delete' : 'change', target, changes }, session);
      return after;
    }).catch(refuseTakenName);
  }

  return {
    async list({ limit, cursor, q }) {
      const named = q === undefined ? {} : { name: new RegExp(escapePattern(q), 'i') };
      // What is being deleted is gone from the list.
      const listed = { $nor: [{ 'change.from': { $gt: '' }, 'change.to': null }] };
      const found = await tags
        .find({ $and: [named, listed, afterName(cursor)] })
        .sort({ name: 1, _id: 1 })
        .limit(limit + 1)
        .lean();
      return pageByName(found, limit);
    },
    async create(actor, name, made) {
      const earlier = await tags.findById(made).lean();
      if (earlier) return earlier;
      const tag = { _id: made, name, change: null, createdAt: new Date(clock.now()) };
      await inTransaction(db, async (session) => {
        await tags.create([tag], { session });
        const target = { kind: 'tag', id: made, name };
        await audit.record({ actor, action: 'create', target, changes: diff({}, { name }) }, session);
      }).catch(refuseTakenName);
      return tag;
    },
    async rename(actor, id, name) {
      const tag = await change(actor, id, name);
      await retag(db, tag);
      return tag;
    },
    async remove(actor, id) {
      await retag(db, await change(actor, id, null));
    },
  };
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
