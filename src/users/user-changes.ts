import { definedOnly } from '../http/defined-only.ts';
import { newId } from '../store/ids.ts';
import type { UserRecord } from './user-model.ts';
import type { NewUserInput, UserChangeInput } from './user-schemas.ts';

/** A new user as stored. */
export function newUserRecord(input: NewUserInput, passwordHash: string | null, now: Date): UserRecord {
  const { password: _, ...given } = input;
  return {
    _id: newId(),
    active: true,
    teams: [],
    skills: [],
    timeZone: 'UTC',
    language: null,
    signature: '',
    workingHours: null,
    capacity: { calling: null, messaging: null, email: null },
    phone: null,
    manualStatus: null,
    lastSeenAt: null,
    sessionVersion: 1,
    createdAt: now,
    ...definedOnly(given),
    outOfOffice: readLeave(input.outOfOffice ?? []),
    passwordHash,
    updatedAt: now,
  };
}

/** The stored fields that a change sets; a new password and a deactivation end all sessions. */
export function changedFields(
  user: UserRecord,
  change: UserChangeInput,
  { passwordHash, now }: { passwordHash: string | null; now: Date },
): Partial<UserRecord> {
  const { password: _, currentPassword: __, handover: ___, outOfOffice, ...given } = change;
  const endsSessions = passwordHash !== null || (user.active && change.active === false);
  return {
    ...definedOnly(given),
    ...(outOfOffice && { outOfOffice: readLeave(outOfOffice) }),
    ...(passwordHash !== null && { passwordHash }),
    ...(endsSessions && { sessionVersion: user.sessionVersion + 1 }),
    updatedAt: now,
  };
}

/** What the audit log compares of a user: everything that people set. */
export function auditView(user: UserRecord): object {
  const { _id, lastSeenAt, sessionVersion, createdAt, updatedAt, passwordHash, ...set } = user;
  return { ...set, password: passwordHash };
}

function readLeave(leave: readonly { from: string; to: string; note: string }[]): UserRecord['outOfOffice'] {
  return leave.map(({ from, to, note }) => ({ from: new Date(from), to: new Date(to), note }));
}
