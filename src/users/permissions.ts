import { reaches } from '../http/access.ts';
import { NotAllowed } from '../http/errors.ts';
import type { Actor, Role } from '../http/route.ts';
import type { UserChangeInput } from './user-schemas.ts';

/** The user that something is to be done to. */
export interface Target {
  _id: string;
  role: Role;
}

const RULES = {
  /** Working hours, leave and phone number. */
  'see details of': (actor: Actor, user: Target) => isSelf(actor, user) || reaches(actor.role, 'admin'),
  'set the availability of': (actor: Actor, user: Target) => isSelf(actor, user) || isAbove(actor, user.role),
  /** Some field; which ones is for `refuseForbiddenFields`. */
  change: (actor: Actor, user: Target) => isSelf(actor, user) || isAbove(actor, user.role),
  invite: (actor: Actor, user: Target) => isAbove(actor, user.role),
} as const;

/** Something that may be done to a user. */
export type Action = keyof typeof RULES;

/** Whether the actor may do so; reads as a sentence: `can(actor, 'change', user)`. */
export function can(actor: Actor, action: Action, user: Target): boolean {
  return RULES[action](actor, user);
}

/** Throws NotAllowed unless the actor may do so. */
export function authorize(actor: Actor, action: Action, user: Target): void {
  if (!can(actor, action, user)) throw new NotAllowed();
}

/** Whether the actor may give somebody this role, or take it away. */
export function canGrant(actor: Actor, role: Role): boolean {
  return isAbove(actor, role);
}

/** Agents change this of themselves. */
const OWN_FIELDS: readonly string[] = [
  'name',
  'timeZone',
  'language',
  'signature',
  'workingHours',
  'outOfOffice',
  'phone',
  'password',
  'currentPassword',
];

/** Whoever may not give out their own role does not touch this of themselves either. */
const RANK_FIELDS: readonly string[] = ['role', 'active'];

/** Throws NotAllowed for a change with a field that is not the actor's to change. */
export function refuseForbiddenFields(actor: Actor, user: Target, change: UserChangeInput): void {
  authorize(actor, 'change', user);
  const forbidden = Object.keys(change).filter((field) => !mayChange(actor, user, field));
  if (forbidden.length > 0)
    throw new NotAllowed(`Your role does not allow to change: ${forbidden.join(', ')}.`);
  if (change.role !== undefined && !canGrant(actor, change.role)) {
    throw new NotAllowed(`Your role does not allow to make somebody ${change.role}.`);
  }
}

function mayChange(actor: Actor, user: Target, field: string): boolean {
  if (!isSelf(actor, user) || canGrant(actor, user.role)) return true;
  return reaches(actor.role, 'admin') ? !RANK_FIELDS.includes(field) : OWN_FIELDS.includes(field);
}

function isSelf(actor: Actor, user: Target): boolean {
  return actor.kind === 'user' && actor.id === user._id;
}

/** Admins stand above agents; super admins above everyone, each other included. */
function isAbove(actor: Actor, role: Role): boolean {
  return actor.role === 'superAdmin' || (actor.role === 'admin' && role === 'agent');
}
