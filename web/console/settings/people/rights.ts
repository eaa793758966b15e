import type { User } from '../../data/types.ts';

/** Whether somebody may change the other one: admins change agents, super admins everyone. */
export function isAbove(me: User, user: Pick<User, 'role'>): boolean {
  return me.role === 'superAdmin' || (me.role === 'admin' && user.role === 'agent');
}

/** The roles that somebody may give to others. */
export function grantableRoles(me: User): User['role'][] {
  return me.role === 'superAdmin' ? ['agent', 'admin', 'superAdmin'] : ['agent'];
}
