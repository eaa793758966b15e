import type { Connection } from 'mongoose';
import type { Role } from '../http/route.ts';
import { userModel } from '../users/user-model.ts';
import { readSettings, type SettingsOfUser } from './settings-store.ts';

/** Somebody who may be told things. */
export interface Person extends Pick<SettingsOfUser, 'settings' | 'mutedUntil'> {
  id: string;
  role: Role;
  teams: readonly string[];
}

/** Everybody who may see tickets: whoever was deactivated, or has not accepted the invitation yet, may not. */
export async function readPeople(db: Connection): Promise<Person[]> {
  const users = await userModel(db)
    .find({ active: true, passwordHash: { $ne: null } })
    .select('role teams')
    .lean();
  const settings = await readSettings(
    db,
    users.map((user) => user._id),
  );
  return users.flatMap(({ _id, role, teams }) => {
    const of = settings.get(_id);
    return of ? [{ id: _id, role, teams, settings: of.settings, mutedUntil: of.mutedUntil }] : [];
  });
}
