import { createHash, randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { NotFound, NotSignedIn } from '../http/errors.ts';
import { decodeCursor, type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import { inTransaction } from '../store/connection.ts';
import { type ApiKeyRecord, apiKeyModel } from './api-key-model.ts';

const PREFIX = 'dr_';
/** Its use is written down at most so often. */
const USED_EVERY_MS = 60_000;

/** The keys of programs. */
export interface ApiKeys {
  /**
   * Makes a key; this is the only time it is known. One that has the id `made` already was made by an attempt that died:
   * it gets a new key, for nobody was told the first.
   */
  create(
    actor: Actor,
    input: { name: string; scopes: string[] },
    made: string,
  ): Promise<{ record: ApiKeyRecord; key: string }>;
  /** Newest first. */
  list(query: { limit: number; cursor?: string | undefined }): Promise<Page<ApiKeyRecord>>;
  /** The key stops working at once; throws NotFound. */
  remove(actor: Actor, id: string): Promise<void>;
  /** Who calls with this key; throws NotSignedIn for one we do not know. */
  authenticate(key: string): Promise<Actor>;
}

/** What keeping keys needs. */
export interface ApiKeyParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
}

const Position = z.tuple([z.iso.datetime(), z.string()]);

/** Makes the operations on API keys. */
export function createApiKeys(parts: ApiKeyParts): ApiKeys {
  return {
    create: (actor, input, made) => create(parts, actor, { _id: made, ...input }),
    async list({ limit, cursor }) {
      const [at, id = ''] = decodeCursor(cursor, Position) ?? [];
      const before = at === undefined ? null : new Date(at);
      const filter = before && {
        $or: [{ createdAt: { $lt: before } }, { createdAt: before, _id: { $lt: id } }],
      };
      const found = await apiKeyModel(parts.db)
        .find(filter ?? {})
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean();
      return page(found, limit, (last) => [last.createdAt, last._id]);
    },
    remove: (actor, id) => remove(parts, actor, id),
    authenticate: (key) => authenticate(parts, key),
  };
}

async function create(
  { db, clock, audit }: ApiKeyParts,
  actor: Actor,
  input: { _id: string; name: string; scopes: string[] },
) {
  const key = PREFIX + randomBytes(32).toString('base64url');
  const record: ApiKeyRecord = {
    ...input,
    digest: digest(key),
    hint: key.slice(0, PREFIX.length + 4),
    createdBy: { id: actor.id, name: actor.name },
    createdAt: new Date(clock.now()),
    lastUsedAt: null,
  };
  await inTransaction(db, async (session) => {
    const { _id, name, scopes, digest, hint } = record;
    const renewed = await apiKeyModel(db).updateOne({ _id }, { $set: { digest, hint } }, { session });
    if (renewed.matchedCount > 0) return;
    await apiKeyModel(db).create([record], { session });
    const changes = diff({}, { name, scopes });
    await audit.record(
      { actor, action: 'create', target: { kind: 'api-key', id: _id, name }, changes },
      session,
    );
  });
  return { record, key };
}

async function remove({ db, audit }: ApiKeyParts, actor: Actor, id: string): Promise<void> {
  await inTransaction(db, async (session) => {
    const removed = await apiKeyModel(db).findOneAndDelete({ _id: id }, { session }).lean();
    if (!removed) throw new NotFound('key');
    const { name, scopes } = removed;
    const target = { kind: 'api-key', id, name };
    await audit.record({ actor, action: 'delete', target, changes: diff({ name, scopes }, {}) }, session);
  });
}

/** A key acts as an admin whom its scopes limit. */
async function authenticate({ db, clock }: ApiKeyParts, key: string): Promise<Actor> {
  const record = await apiKeyModel(db)
    .findOne({ digest: digest(key) })
    .lean();
  if (!record) throw new NotSignedIn('This key is not valid.');
  const now = clock.now();
  if (record.lastUsedAt === null || now - record.lastUsedAt.getTime() >= USED_EVERY_MS) {
    await apiKeyModel(db).updateOne({ _id: record._id }, { $set: { lastUsedAt: new Date(now) } });
  }
  return { kind: 'key', id: record._id, name: record.name, role: 'admin', scopes: record.scopes };
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64url');
}
