import { type Readable, Transform } from 'node:stream';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { AdapterRequest, AdapterResponse, AdapterRoute } from '../../adapters/adapter.ts';
import { AppError } from './errors.ts';
import { createOutsideHeaders } from './headers.ts';

/** What mounting the adapters' routes needs. */
export interface AdapterRouteParts {
  routes: readonly AdapterRoute[];
  /** Hands a request to the channel's adapter; throws NotFound when there is no such channel. */
  handle(channelId: string, route: AdapterRoute, request: AdapterRequest): Promise<AdapterResponse>;
  /** Called before the body is read; throws TooManyRequests for a sender who asks too often. */
  limit?(channelId: string, route: AdapterRoute, address: string): Promise<void>;
  publicUrl: string;
}

/** Mounts the adapters' routes at the site's root; bodies reach the adapter as they came, not read by anyone. */
export function mountAdapterRoutes(app: Express, parts: AdapterRouteParts): void {
  const headers = createOutsideHeaders(parts.publicUrl);
  for (const route of parts.routes) {
    const mount = route.method === 'GET' ? app.get.bind(app) : app.post.bind(app);
    mount(route.path, headers, (req, res) => serve(parts, route, req, res));
  }
  for (const path of new Set(parts.routes.map((route) => route.path))) {
    const methods = parts.routes.filter((route) => route.path === path).map((route) => route.method);
    app.all(path, headers, answerOtherMethods(methods));
  }
}

async function serve(
  parts: AdapterRouteParts,
  route: AdapterRoute,
  req: Request,
  res: Response,
): Promise<void> {
  const channelId = String(req.params.channelId ?? '');
  const address = req.ip ?? '';
  // Nothing here is answered by a cookie's authority alone, so any site may read the answers.
  res.set('Access-Control-Allow-Origin', '*');
  await parts.limit?.(channelId, route, address);
  const body = limitBody(req, route.maxBytes);
  const request = { ...readRequest(req), body, address, publicUrl: parts.publicUrl };
  const answer = await parts.handle(channelId, route, request);
  res.status(answer.status).set(answer.headers);
  res.end(answer.body);
}

function readRequest(req: Request) {
  return {
    method: req.method,
    path: req.path,
    query: firstValues(req.query),
    headers: firstValues(req.headers),
    cookies: parseCookies(req.get('Cookie') ?? ''),
  };
}

/** Passes the body on and fails it, with 413, once it is longer than the route takes. */
function limitBody(req: Request, maxBytes: number): Readable {
  const tooLarge = () => new AppError(413, 'too-large', `At most ${maxBytes} bytes are taken here.`);
  if (Number(req.get('Content-Length') ?? 0) > maxBytes) throw tooLarge();
  let length = 0;
  const limited = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > maxBytes) done(tooLarge());
      else done(null, chunk);
    },
  });
  req.on('error', (error) => limited.destroy(error));
  return req.pipe(limited);
}

/** The cookies of a Cookie header (RFC 6265), by name; the first of a name counts. */
export function parseCookies(header: string): Record<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header.split(';')) {
    const split = pair.indexOf('=');
    const name = pair.slice(0, split).trim();
    if (split > 0 && !cookies.has(name)) cookies.set(name, decodeValue(pair.slice(split + 1).trim()));
  }
  return Object.fromEntries(cookies);
}

function decodeValue(value: string): string {
  const bare = value.replace(/^"(.*)"$/, '$1');
  try {
    return decodeURIComponent(bare);
  } catch {
    // Not written by us: taken as it stands.
    return bare;
  }
}

function firstValues(values: Record<string, unknown>): Record<string, string> {
  const first = Object.entries(values).map(([name, value]) => [
    name,
    Array.isArray(value) ? value[0] : value,
  ]);
  return Object.fromEntries(first.filter(([, value]) => typeof value === 'string'));
}

/** Answers a browser's preflight (Fetch standard), and 405 to any other method. */
function answerOtherMethods(methods: readonly string[]): RequestHandler {
  const allow = [...methods, 'OPTIONS'].join(', ');
  return (req, res) => {
    if (req.method !== 'OPTIONS') {
      const headers = { Allow: allow };
      throw new AppError(405, 'method-not-allowed', `${req.method} is not possible here.`, { headers });
    }
    res.set({
      Allow: allow,
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': allow,
      'Access-Control-Allow-Headers': 'Content-Type, Idempotency-Key',
      'Access-Control-Max-Age': '86400',
    });
    res.status(204).end();
  };
}
