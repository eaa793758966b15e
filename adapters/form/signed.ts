import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { AdapterRequest, ChannelHost } from '../adapter.ts';

/** The cookie by which a visitor who agreed to it is recognised. Its value is `<id>.<MAC of visitor:id>`. */
const VISITOR_COOKIE = 'deskroute_visitor';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** The visitor whom the request's cookie names, or null when there is none or it was not made by us. */
export function readVisitor(request: AdapterRequest, host: ChannelHost): string | null {
  return readSigned('visitor', request.cookies[VISITOR_COOKIE] ?? '', host);
}

/** A new visitor's id and the header that makes the browser remember it. Only with the visitor's consent. */
export function createVisitor(publicUrl: string, host: ChannelHost): { id: string; cookie: string } {
  const id = randomBytes(16).toString('hex');
  const value = `${VISITOR_COOKIE}=${signed('visitor', id, host)}`;
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return { id, cookie: `${value}; Max-Age=${YEAR_SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure}` };
}

/** A token that tells when a page was served, and that it was us who served it. */
export function presentStart(host: ChannelHost): string {
  return signed('form-start', String(host.clock.now()), host);
}

/** When the page with this token was served, in milliseconds since the epoch; null for a token not made by us. */
export function readStart(token: string, host: ChannelHost): number | null {
  const at = readSigned('form-start', token, host);
  return at === null ? null : Number(at);
}

function signed(purpose: string, text: string, host: ChannelHost): string {
  return `${text}.${host.sign(`${purpose}:${text}`)}`;
}

function readSigned(purpose: string, token: string, host: ChannelHost): string | null {
  const dot = token.indexOf('.');
  if (dot < 1) return null;
  const text = token.slice(0, dot);
  const expected = Buffer.from(signed(purpose, text, host));
  const given = Buffer.from(token);
  return given.length === expected.length && timingSafeEqual(given, expected) ? text : null;
}
