import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { NotAllowed } from './errors.ts';
import { isOwnOrigin } from './own-origin.ts';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** True for a method that may change something. */
export function isUnsafe(method: string): boolean {
  return !SAFE_METHODS.includes(method);
}

/** Refuses a request that a browser makes on behalf of another site. Programs send neither header. */
export function refuseForeignSite(req: Request, publicUrl: string): void {
  const site = req.get('Sec-Fetch-Site');
  if (site === 'same-origin' || site === 'none') return;
  const origin = req.get('Origin');
  if (site === undefined && (origin === undefined || isOwnOrigin(origin, req.get('Host'), publicUrl))) return;
  throw new NotAllowed('This request comes from another site.');
}

/** Refuses an unsafe request with a cookie but without the session's own `X-CSRF-Token`. */
export function requireCsrfToken(req: Request, expected: string): void {
  const given = req.get('X-CSRF-Token') ?? '';
  if (!timingSafeEqual(digest(given), digest(expected))) {
    throw new NotAllowed('The header X-CSRF-Token is missing or does not belong to this session.');
  }
}

/** Digests have one length, which is what timingSafeEqual asks for. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
