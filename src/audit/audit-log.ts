import type { ClientSession, Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import { decodeCursor, type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import { newId } from '../store/ids.ts';
import { type AuditRecord, auditModel } from './audit-model.ts';

/** What is to be written down; `changes` come from `diff`. */
export interface AuditEntry {
  /** Where the same may be told again, by an attempt after one that died: it is written down once. */
  id?: string;
  /** null = the gateway itself. */
  actor: Actor | null;
  action: string;
  target: AuditRecord['target'];
  changes: AuditRecord['changes'];
}

/** Which entries to list. */
export interface AuditQuery {
  limit: number;
  cursor?: string | undefined;
  /** Id of a user or key. */
  actor?: string | undefined;
  /** Kind of thing, such as `channel`. */
  resource?: string | undefined;
  /** Id of the thing; with `resource`. */
  target?: string | undefined;
}

/** The memory of every change that an admin makes. */
export interface AuditLog {
  /** Writes an entry down, in the transaction of the change it tells about where there is one. */
  record(entry: AuditEntry, session?: ClientSession): Promise<void>;
  /** Newest first. */
  list(query: AuditQuery): Promise<Page<AuditRecord>>;
}

const Position = z.tuple([z.iso.datetime(), z.string()]);

/** Makes the audit log on a connection. */
export function createAuditLog({ db, clock }: { db: Connection; clock: Clock }): AuditLog {
  return {
    async record({ id, actor, action, target, changes }, session) {
      if (id !== undefined && (await auditModel(db).exists({ _id: id }))) return;
      const entry = {
        _id: id ?? newId(),
        at: new Date(clock.now()),
        actor: name(actor),
        action,
        target,
        changes,
      };
      await auditModel(db).create([entry], session ? { session } : {});
    },
    async list(query) {
      const found = await auditModel(db)
        .find(filterOf(query))
        .sort({ at: -1, _id: -1 })
        .limit(query.limit + 1)
        .lean();
      return page(found, query.limit, (last) => [last.at, last._id]);
    },
  };
}

function name(actor: Actor | null): AuditRecord['actor'] {
  if (actor === null) return { kind: 'system', id: '', name: 'Deskroute' };
  return { kind: actor.kind, id: actor.id, name: actor.name };
}

function filterOf({ cursor, actor, resource, target }: AuditQuery) {
  const [at, id] = decodeCursor(cursor, Position) ?? [];
  const before = at === undefined ? undefined : new Date(at);
  return {
    ...(actor !== undefined && { 'actor.id': actor }),
    ...(resource !== undefined && { 'target.kind': resource }),
    ...(target !== undefined && { 'target.id': target }),
    ...(before && { $or: [{ at: { $lt: before } }, { at: before, _id: { $lt: id ?? '' } }] }),
  };
}
