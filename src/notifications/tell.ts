import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../store/connection.ts';
import { type Cause, notificationsOf } from './audience.ts';
import { type NotificationRecord, notificationModel } from './notification-model.ts';
import { readPeople } from './people.ts';

/** Writes what people are told of the causes, in their order. */
export async function tell(db: Connection, causes: readonly Cause[], now: number): Promise<void> {
  if (causes.length === 0) return;
  const people = await readPeople(db);
  await write(
    db,
    causes.flatMap((cause) => notificationsOf(cause, people, now)),
  );
}

/** Writes notifications; what was told already is not told again. */
export async function write(db: Connection, records: readonly NotificationRecord[]): Promise<void> {
  if (records.length === 0) return;
  try {
    await notificationModel(db).collection.insertMany(records as never[], { ordered: false });
  } catch (error) {
    if (!isOnlyRepeats(error)) throw error;
  }
}

/** Whether nothing else went wrong than that some were there already. */
function isOnlyRepeats(error: unknown): boolean {
  if (!isDuplicateKey(error) || !(error instanceof Error) || !('writeErrors' in error)) return false;
  const errors: unknown[] = [error.writeErrors].flat();
  return errors.every((e) => typeof e === 'object' && e !== null && 'code' in e && e.code === 11000);
}
