import { createHash, randomUUID } from 'node:crypto';
import type { AdapterRequest, ChannelHost, InboundMessage } from '../adapter.ts';
import { isOwnOrigin } from './origin.ts';
import { ownField, type RawSubmission, type Submission } from './parse.ts';
import { createVisitor, readVisitor } from './signed.ts';

const AGREED = new Set(['true', 'on', '1', 'yes']);

/**
 * The id by which a repeat is recognised: the client's Idempotency-Key, else the number of the filled-in form
 * together with what was entered (so that a changed second message is a new one), else a fresh one that comes once.
 */
export function chooseExternalId(
  raw: RawSubmission,
  submission: Submission,
  request: AdapterRequest,
): Pick<InboundMessage, 'externalId' | 'comesOnce'> {
  const key = request.headers['idempotency-key'];
  if (key !== undefined) return { externalId: `key:${key}` };
  const number = ownField(raw, 'submission');
  if (number === '') return { externalId: `post:${randomUUID()}`, comesOnce: true };
  const files = submission.files.map(({ field, file }) => [field, file.name, file.size]);
  const content = JSON.stringify([number, [...submission.values], files]);
  return { externalId: `form:${createHash('sha256').update(content).digest('base64url')}` };
}

/** Who the visitor is by the tracking cookie, and the cookie to set when they have just agreed to one. */
export function findVisitor(
  raw: RawSubmission,
  request: AdapterRequest,
  host: ChannelHost,
): { id: string | null; cookie: string | null } {
  const known = readVisitor(request, host);
  const isAgreed = AGREED.has(ownField(raw, 'consent').toLowerCase());
  if (known !== null || !isAgreed || !canKeepCookie(request)) return { id: known, cookie: null };
  return createVisitor(request.publicUrl, host);
}

/** A script on another site cannot keep our cookie; a browser that goes to our page can, wherever it came from. */
function canKeepCookie(request: AdapterRequest): boolean {
  return isOwnOrigin(request) || (request.headers.accept ?? '').includes('text/html');
}
