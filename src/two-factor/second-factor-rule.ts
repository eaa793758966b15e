import type { Connection } from 'mongoose';
import { reaches } from '../http/access.ts';
import type { Role } from '../http/route.ts';
import { readSecurityRules } from '../settings/settings.ts';
import { secondFactorModel } from './second-factor-model.ts';

/** Whether the workspace asks somebody of this role for a second factor. */
export async function asksForSecondFactor(db: Connection, role: Role): Promise<boolean> {
  const { secondFactor } = await readSecurityRules(db);
  return secondFactor === 'all' || (secondFactor === 'admins' && reaches(role, 'admin'));
}

/** Whether somebody has none though the workspace asks for one: then all they may do is to set one up. */
export async function lacksSecondFactor(
  db: Connection,
  { _id, role }: { _id: string; role: Role },
): Promise<boolean> {
  if (!(await asksForSecondFactor(db, role))) return false;
  return (await secondFactorModel(db).exists({ _id, confirmedAt: { $ne: null } })) === null;
}
