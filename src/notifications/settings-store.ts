import { type Connection, type Model, Schema } from 'mongoose';
import {
  BUILT_IN,
  differences,
  mergeSettings,
  type OwnSettings,
  readOwn,
  type Settings,
  withoutSetting,
} from './notification-settings.ts';

/** Somebody's own settings, or the workspace's: only what differs from those below. */
export interface NotificationSettingsRecord {
  /** A user's id, or `defaults`. */
  _id: string;
  own: unknown;
  /** Until when everything but the list is silent; null = it is not. */
  mutedUntil: Date | null;
}

const DEFAULTS = 'defaults';

const schema = new Schema<NotificationSettingsRecord>(
  { _id: String, own: Schema.Types.Mixed, mutedUntil: Date },
  { versionKey: false, minimize: false },
);

/** The collection of notification settings, on the given connection. */
export function notificationSettingsModel(db: Connection): Model<NotificationSettingsRecord> {
  return (
    db.models.NotificationSettings ??
    db.model<NotificationSettingsRecord>('NotificationSettings', schema, 'notificationSettings')
  );
}

/** Somebody's settings as they hold, with what they lie over. */
export interface SettingsOfUser {
  settings: Settings;
  defaults: Settings;
  own: OwnSettings;
  mutedUntil: Date | null;
}

/** The workspace's defaults, and what of them differs from what Deskroute comes with. */
export async function readDefaults(db: Connection): Promise<{ settings: Settings; own: OwnSettings }> {
  const record = await notificationSettingsModel(db).findById(DEFAULTS).lean();
  const own = readOwn(record?.own);
  return { settings: mergeSettings(BUILT_IN, own), own };
}

/** Sets some of the workspace's defaults; what equals the built-in is not stored. */
export async function saveDefaults(db: Connection, change: OwnSettings): Promise<Settings> {
  const settings = mergeSettings((await readDefaults(db)).settings, change);
  await save(db, DEFAULTS, { own: differences(settings, BUILT_IN) });
  return settings;
}

/** The settings that hold for each of the users. */
export async function readSettings(
  db: Connection,
  users: readonly string[],
): Promise<Map<string, SettingsOfUser>> {
  const { settings: defaults } = await readDefaults(db);
  const found = await notificationSettingsModel(db)
    .find({ _id: { $in: users } })
    .lean();
  const records = new Map(found.map((record) => [record._id, record]));
  return new Map(users.map((id) => [id, settingsOf(defaults, records.get(id))]));
}

/** One user's settings. */
export async function readSettingsOf(db: Connection, user: string): Promise<SettingsOfUser> {
  const all = await readSettings(db, [user]);
  return all.get(user) ?? settingsOf(BUILT_IN, undefined);
}

/** Sets some of a user's own settings; what equals the default is not stored, and follows it from then on. */
export async function saveSettingsOf(
  db: Connection,
  user: string,
  change: OwnSettings & { mutedUntil?: Date | null },
): Promise<void> {
  const { mutedUntil, ...settings } = change;
  const before = await readSettingsOf(db, user);
  const own = differences(mergeSettings(before.settings, settings), before.defaults);
  await save(db, user, { own, ...(mutedUntil !== undefined && { mutedUntil }) });
}

/** Makes one of a user's settings the default again; null = all of them. */
export async function resetSettingOf(db: Connection, user: string, name: string | null): Promise<void> {
  const { own } = await readSettingsOf(db, user);
  await save(db, user, { own: name === null ? {} : withoutSetting(own, name) });
}

function settingsOf(defaults: Settings, record: NotificationSettingsRecord | undefined): SettingsOfUser {
  const settings = mergeSettings(defaults, readOwn(record?.own));
  // What became the default meanwhile is no longer somebody's own.
  const own = differences(settings, defaults);
  return { settings, defaults, own, mutedUntil: record?.mutedUntil ?? null };
}

async function save(db: Connection, id: string, fields: Partial<NotificationSettingsRecord>): Promise<void> {
  await notificationSettingsModel(db).updateOne({ _id: id }, { $set: fields }, { upsert: true });
}
