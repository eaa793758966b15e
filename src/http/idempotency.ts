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

/** A request that may be a repeat. */
export interface RepeatableRequest {
  route: Route;
  actor: Actor;
  req: Request;
  body: unknown;
}

/** Keeps a request with an `Idempotency-Key` from being carried out twice. */
export interface Idempotency {
  /** Carries the request out, or gives the answer of the first time. A failed one may be tried again. */
  once(
    request: RepeatableRequest,
    answer: () => Promise<unknown>,
  ): Promise<{ answer: unknown; repeated: boolean }>;
}

/** Makes the memory of answers; what they say is encrypted, for some show a secret that is shown once. */
export function createIdempotency(parts: { db: Connection; box: SecretBox; clock: Clock }): Idempotency {
  return {
    async once(request, answer) {
      const key = request.req.get('Idempotency-Key');
      if (key === undefined) return { answer: await answer(), repeated: false };
      if (key.length < 1 || key.length > 255) {
        throw new BadInput([{ path: 'Idempotency-Key', message: 'Must have 1 to 255 characters.' }]);
      }
      const claim = newClaim(request, key, parts.clock.now());
      const earlier = await begin(parts.db, claim);
      if (earlier) return { answer: repeat(earlier, claim, parts.box), repeated: true };
      return { answer: await carryOut(parts, claim, answer), repeated: false };
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
    answer: null,
    startedAt: new Date(now),
    expiresAt: new Date(now + KEPT_MS),
  };
}

/** Claims the key; gives the record that holds it when another request was first. */
async function begin(db: Connection, claim: IdempotencyRecord): Promise<IdempotencyRecord | null> {
  const records = idempotencyModel(db);
  const abandoned = new Date(claim.startedAt.getTime() - ABANDONED_MS);
  const free = {
    _id: claim._id,
    $or: [{ expiresAt: { $lte: claim.startedAt } }, { answer: null, startedAt: { $lte: abandoned } }],
  };
  const { _id, ...rest } = claim;
  try {
    await records.updateOne(free, { $set: rest }, { upsert: true });
    return null;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return records.findById(_id).lean();
}

function repeat(earlier: IdempotencyRecord, claim: IdempotencyRecord, box: SecretBox): unknown {
  if (earlier.fingerprint !== claim.fingerprint) {
    throw new Conflict('idempotency-key-reused', 'This Idempotency-Key was used for a different request.');
  }
  if (earlier.answer === null) {
    const headers = { 'Retry-After': '1' };
    throw new AppError(409, 'still-running', 'The first request with this key is still running.', {
      headers,
    });
  }
  return JSON.parse(box.open(earlier.answer));
}

async function carryOut(
  { db, box }: { db: Connection; box: SecretBox },
  { _id, claim }: IdempotencyRecord,
  answer: () => Promise<unknown>,
): Promise<unknown> {
  const records = idempotencyModel(db);
  try {
    const result = await answer();
    await records.updateOne({ _id, claim }, { $set: { answer: box.seal(JSON.stringify(result ?? null)) } });
    return result;
  } catch (error) {
    await records.deleteOne({ _id, claim });
    throw error;
  }
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}
