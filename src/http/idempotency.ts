import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { isDuplicateKey } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { AppError, BadInput, Conflict } from './errors.ts';
import { type IdempotencyRecord, idempotencyModel } from './idempotency-model.ts';
import type { Actor, Route } from './route.ts';

/** How long an answer can be had again. */
const KEPT_MS = 24 * 60 * 60_000;
/** After so long without an answer the process that began is taken for dead. */
const ABANDONED_MS = 60_000;
/** A request that takes long says so often that it lives. */
const RENEWED_EVERY_MS = 20_000;

/** A request that may be a repeat. */
export interface RepeatableRequest {
  route: Route;
  actor: Actor;
  req: Request;
  body: unknown;
}

/** Keeps a request with an `Idempotency-Key` from being carried out twice. */
export interface Idempotency {
  /**
   * Carries the request out, or gives the answer of the first time. A failed one may be tried again. `answer` gets the
   * id for what it makes: should it find that there already, an attempt that died had made it.
   */
  once(
    request: RepeatableRequest,
    answer: (made: string) => Promise<unknown>,
  ): Promise<{ answer: unknown; repeated: boolean }>;
}

/** Makes the memory of answers; what they say is encrypted, for some show a secret that is shown once. */
export function createIdempotency(parts: { db: Connection; box: SecretBox; clock: Clock }): Idempotency {
  return {
    async once(request, answer) {
      const key = request.req.get('Idempotency-Key');
      if (key === undefined) return { answer: await answer(newId()), repeated: false };
      if (key.length < 1 || key.length > 255) {
        throw new BadInput([{ path: 'Idempotency-Key', message: 'Must have 1 to 255 characters.' }]);
      }
      const claim = newClaim(request, key, parts.clock.now());
      const record = await begin(parts.db, claim);
      if (record?.claim !== claim.claim) return { answer: repeat(record, claim, parts.box), repeated: true };
      return { answer: await carryOut(parts, record, answer), repeated: false };
    },
  };
}

function newClaim(
  { route, actor, req, body }: RepeatableRequest,
  key: string,
  now: number,
): IdempotencyRecord {
  const caller = actor.id === '' ? `address:${req.ip}` : `${actor.kind}:${actor.id}`;
  // A file's content is not looked at; its length tells most different ones apart.
  const content = route.multipart ? req.get('Content-Length') : body;
  return {
    _id: digest([caller, req.method, req.originalUrl, key]),
    fingerprint: digest(content ?? null),
    claim: newId(),
    made: newId(),
    answer: null,
    startedAt: new Date(now),
    expiresAt: new Date(now + KEPT_MS),
  };
}

/** Claims the key; gives the record that holds it: the own claim, or another request's that was first. */
async function begin(db: Connection, claim: IdempotencyRecord): Promise<IdempotencyRecord | null> {
  const records = db.collection<IdempotencyRecord>(idempotencyModel(db).collection.name);
  const { _id, made, fingerprint, startedAt, ...rest } = claim;
  const abandoned = new Date(startedAt.getTime() - ABANDONED_MS);
  const isExpired = { expiresAt: { $lte: startedAt } };
  const isAbandoned = { fingerprint, answer: null, startedAt: { $lte: abandoned } };
  // What an abandoned attempt was to make keeps its id; a new request gets a new one.
  const keptId = { $cond: [{ $lte: ['$expiresAt', startedAt] }, made, { $ifNull: ['$made', made] }] };
  try {
    return await records.findOneAndUpdate(
      { _id, $or: [isExpired, isAbandoned] },
      [{ $set: { ...rest, fingerprint, startedAt, made: keptId } }],
      { upsert: true, returnDocument: 'after' },
    );
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return idempotencyModel(db).findById(_id).lean();
}

function repeat(earlier: IdempotencyRecord | null, claim: IdempotencyRecord, box: SecretBox): unknown {
  if (earlier === null) throw stillRunning();
  if (earlier.fingerprint !== claim.fingerprint) {
    throw new Conflict('idempotency-key-reused', 'This Idempotency-Key was used for a different request.');
  }
  if (earlier.answer === null) throw stillRunning();
  return JSON.parse(box.open(earlier.answer));
}

function stillRunning(): AppError {
  const headers = { 'Retry-After': '1' };
  return new AppError(409, 'still-running', 'The first request with this key is still running.', { headers });
}

async function carryOut(
  { db, box, clock }: { db: Connection; box: SecretBox; clock: Clock },
  { _id, claim, made }: IdempotencyRecord,
  answer: (made: string) => Promise<unknown>,
): Promise<unknown> {
  const records = idempotencyModel(db);
  const renew = () => records.updateOne({ _id, claim }, { $set: { startedAt: new Date(clock.now()) } });
  // Where that fails, the database is away, and the request with it.
  const renewal = setInterval(() => renew().catch(() => undefined), RENEWED_EVERY_MS);
  try {
    const result = await answer(made);
    await records.updateOne({ _id, claim }, { $set: { answer: box.seal(JSON.stringify(result ?? null)) } });
    return result;
  } catch (error) {
    // What the caller did wrong left nothing. After a fault of ours something may be stored: its id is kept.
    if (error instanceof AppError && error.status < 500) await records.deleteOne({ _id, claim });
    else await records.updateOne({ _id, claim }, { $set: { startedAt: new Date(0) } });
    throw error;
  } finally {
    clearInterval(renewal);
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
