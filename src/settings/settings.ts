import type { Connection } from 'mongoose';
import type { RoutingRules } from '../../routing/types.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import type { Actor } from '../http/route.ts';
import { inTransaction } from '../store/connection.ts';
import { readRoutingRules } from './routing-rules.ts';
import {
  type NotificationSending,
  type SecurityRules,
  type SettingsRecord,
  settingsModel,
  WORKSPACE,
} from './settings-model.ts';

/** What changing settings needs. */
export interface SettingsParts {
  db: Connection;
  audit: AuditLog;
}

/** The settings of the workspace, apart from the routing rules. */
export interface Workspace {
  name: string;
}

const DEFAULT_NAME = 'Deskroute';

/** Reads the workspace's own settings. */
export async function readWorkspace(db: Connection): Promise<Workspace> {
  const record = await settingsModel(db).findById(WORKSPACE).lean();
  return { name: record?.name ?? DEFAULT_NAME };
}

/** Changes the workspace's own settings and answers them as they stand now. */
export async function changeWorkspace(parts: SettingsParts, actor: Actor, change: Partial<Workspace>) {
  const before = await readWorkspace(parts.db);
  const after = { ...before, ...change };
  await store(parts, actor, { kind: 'workspace', fields: after, changes: diff(before, after) });
  return after;
}

/** Replaces the named routing rules and answers all of them as they stand now. */
export async function changeRoutingRules(
  parts: SettingsParts,
  actor: Actor,
  change: Partial<RoutingRules>,
): Promise<RoutingRules> {
  const before = await readRoutingRules(parts.db);
  const after = { ...before, ...change };
  const fields = fieldsOf('routing', change);
  await store(parts, actor, { kind: 'routing-rules', fields, changes: diff(before, after) });
  return after;
}

/** How notifications leave the gateway: by the oldest email channel and with texts unless said otherwise. */
export async function readNotificationSending(db: Connection): Promise<NotificationSending> {
  const record = await settingsModel(db).findById(WORKSPACE).lean();
  return { sender: null, textInMail: true, ...record?.notifications };
}

/** Changes how notifications leave the gateway and answers it as it stands now. */
export async function changeNotificationSending(
  parts: SettingsParts,
  actor: Actor,
  change: Partial<NotificationSending>,
): Promise<NotificationSending> {
  const before = await readNotificationSending(parts.db);
  const after = { ...before, ...change };
  const fields = fieldsOf('notifications', change);
  await store(parts, actor, { kind: 'notification-sending', fields, changes: diff(before, after) });
  return after;
}

/** The rules for signing in: none by default. */
export async function readSecurityRules(db: Connection): Promise<SecurityRules> {
  const record = await settingsModel(db).findById(WORKSPACE).lean();
  return { secondFactor: 'optional', ...record?.security };
}

/** Changes the rules for signing in and answers them as they stand now. */
export async function changeSecurityRules(
  parts: SettingsParts,
  actor: Actor,
  change: Partial<SecurityRules>,
): Promise<SecurityRules> {
  const before = await readSecurityRules(parts.db);
  const after = { ...before, ...change };
  const fields = fieldsOf('security', change);
  await store(parts, actor, { kind: 'security', fields, changes: diff(before, after) });
  return after;
}

/** What of one group of settings is to be stored, by dotted path. */
function fieldsOf(group: keyof SettingsRecord, change: object): object {
  return Object.fromEntries(Object.entries(change).map(([name, value]) => [`${group}.${name}`, value]));
}

async function store(
  { db, audit }: SettingsParts,
  actor: Actor,
  { kind, fields, changes }: { kind: string; fields: object; changes: ReturnType<typeof diff> },
): Promise<void> {
  if (changes.length === 0) return;
  await inTransaction(db, async (session) => {
    await settingsModel(db).updateOne({ _id: WORKSPACE }, { $set: fields }, { upsert: true, session });
    const target = { kind, id: WORKSPACE, name: kind };
    await audit.record({ actor, action: 'change', target, changes }, session);
  });
}
