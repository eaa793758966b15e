import type { Request } from 'express';
import { isUnsafe, refuseForeignSite, requireCsrfToken } from './csrf.ts';
import { NotAllowed, NotSignedIn } from './errors.ts';
import { type Access, type Actor, ROLES, type Role, type Route } from './route.ts';

/** Who makes a request, and the CSRF token of their session; null for a program with a key. */
export interface Caller {
  actor: Actor;
  csrfToken: string | null;
}

/** Finds out who makes a request; null when nobody is signed in. Throws NotSignedIn for a key that is not valid. */
export type Authenticate = (req: Request) => Promise<Caller | null>;

/** The caller of a public route: nobody, with no rights. */
const NOBODY: Actor = { kind: 'user', id: '', name: '', role: 'agent', scopes: [] };

/** The caller of a route, if it may be called; throws NotSignedIn or NotAllowed otherwise. */
export async function admit(
  route: Route,
  req: Request,
  { authenticate, publicUrl }: { authenticate: Authenticate; publicUrl: string },
): Promise<Actor> {
  const unsafe = isUnsafe(req.method);
  if (unsafe && req.get('Authorization') === undefined) refuseForeignSite(req, publicUrl);
  if (route.access === 'public') return NOBODY;
  const caller = await authenticate(req);
  if (!caller) throw new NotSignedIn();
  if (unsafe && caller.csrfToken !== null) requireCsrfToken(req, caller.csrfToken);
  requireAccess(caller.actor, route.access);
  requireScope(caller.actor, route, unsafe);
  return caller.actor;
}

/** True when the role has at least the rights of the other one. */
export function reaches(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

function requireAccess(actor: Actor, access: Exclude<Access, 'public'>): void {
  if (!reaches(actor.role, access)) throw new NotAllowed();
}

function requireScope(actor: Actor, { area }: Route, unsafe: boolean): void {
  if (actor.scopes && !allowsScope(actor.scopes, area, unsafe ? 'write' : 'read')) {
    throw new NotAllowed(`This key lacks the scope ${area}:${unsafe ? 'write' : 'read'}.`);
  }
}

/** Areas that `read` and `write` leave out: they are about the gateway's safety, and named one by one. */
const GUARDED_AREAS: readonly string[] = ['api-keys', 'audit-log', 'settings'];

/** True when a key's scopes cover reading or writing in an area. Whoever may write may also read. */
function allowsScope(scopes: readonly string[], area: string, need: 'read' | 'write'): boolean {
  const enough = need === 'read' ? ['read', 'write'] : ['write'];
  if (scopes.includes('admin')) return true;
  if (enough.some((scope) => scopes.includes(`${area}:${scope}`))) return true;
  return !GUARDED_AREAS.includes(area) && enough.some((scope) => scopes.includes(scope));
}
