import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { CalendarSchema } from '../../routing/calendar-schema.ts';
import { definedOnly } from '../http/defined-only.ts';

/** What somebody can be told about. */
export const KINDS = [
  'unassigned',
  'assigned',
  'message',
  'mention',
  'missedCall',
  'voicemail',
  'waiting',
  'channelDown',
] as const;
/** One of the things that somebody can be told about. */
export type Kind = (typeof KINDS)[number];

/** Which tickets without an owner somebody is told about. */
const SCOPES = ['all', 'teams', 'channels'] as const;

const Ways = z.strictObject({
  inApp: z.boolean(),
  sound: z.boolean(),
  desktop: z.boolean(),
  push: z.boolean(),
  email: z.boolean(),
});
const Unassigned = Ways.extend({
  scope: z.enum(SCOPES),
  channels: z.array(z.string().min(1).max(100)).max(500).meta({ description: 'With the scope `channels`' }),
});
const Waiting = Ways.extend({ minutes: z.int().min(1).max(10_080) });
const QuietHours = CalendarSchema.nullable().meta({ description: 'Quiet while this calendar is open' });

/** All settings of one person, or the workspace's defaults: what they are told about, and how. */
export const NotificationSettings = z
  .strictObject({
    unassigned: Unassigned,
    assigned: Ways,
    message: Ways,
    mention: Ways,
    missedCall: Ways,
    voicemail: Ways,
    waiting: Waiting,
    channelDown: Ways,
    quietHours: QuietHours,
  })
  .meta({ id: 'NotificationSettings' });
/** All settings, as they hold for somebody. */
export type Settings = z.infer<typeof NotificationSettings>;

/** Some of the settings: what is to be changed, and what is stored of somebody's own. */
export const SettingsChange = z
  .strictObject({
    unassigned: Unassigned.partial(),
    assigned: Ways.partial(),
    message: Ways.partial(),
    mention: Ways.partial(),
    missedCall: Ways.partial(),
    voicemail: Ways.partial(),
    waiting: Waiting.partial(),
    channelDown: Ways.partial(),
    quietHours: QuietHours,
  })
  .partial()
  .meta({ id: 'NotificationSettingsChange' });
/** Settings that differ from those they lie over. */
export type OwnSettings = z.infer<typeof SettingsChange>;

const QUIET = { inApp: true, sound: false, desktop: false, push: false, email: false };
const LOUD = { inApp: true, sound: true, desktop: true, push: true, email: false };

/** What holds where nobody set anything: loud for what is one's own, silent for what is everyone's. */
export const BUILT_IN: Settings = {
  unassigned: { ...QUIET, scope: 'teams', channels: [] },
  assigned: LOUD,
  message: LOUD,
  mention: { ...LOUD, email: true },
  missedCall: LOUD,
  voicemail: LOUD,
  waiting: { ...LOUD, sound: false, push: false, minutes: 30 },
  channelDown: { ...LOUD, email: true },
  quietHours: null,
};

/** Lays somebody's own settings over others, setting by setting. */
export function mergeSettings(base: Settings, own: OwnSettings): Settings {
  return {
    unassigned: over(base.unassigned, own.unassigned),
    assigned: over(base.assigned, own.assigned),
    message: over(base.message, own.message),
    mention: over(base.mention, own.mention),
    missedCall: over(base.missedCall, own.missedCall),
    voicemail: over(base.voicemail, own.voicemail),
    waiting: over(base.waiting, own.waiting),
    channelDown: over(base.channelDown, own.channelDown),
    quietHours: own.quietHours === undefined ? base.quietHours : own.quietHours,
  };
}

/** Only what differs from the base: the rest follows the base when that changes. */
export function differences(settings: Settings, base: Settings): OwnSettings {
  const groups = KINDS.map((kind) => {
    const [mine, theirs] = [fieldsOf(settings[kind]), fieldsOf(base[kind])];
    const differing = Object.entries(mine).filter(([key, value]) => !isDeepStrictEqual(value, theirs[key]));
    return [kind, Object.fromEntries(differing)] as const;
  });
  const changed = groups.filter(([, fields]) => Object.keys(fields).length > 0);
  const quiet = isDeepStrictEqual(settings.quietHours, base.quietHours)
    ? {}
    : { quietHours: settings.quietHours };
  return SettingsChange.parse({ ...Object.fromEntries(changed), ...quiet });
}

/** The dotted names of the settings that are somebody's own, such as `assigned.email`. */
export function namesOf(own: OwnSettings): string[] {
  return Object.entries(own).flatMap(([group, value]) => {
    if (value === undefined) return [];
    return group === 'quietHours' ? [group] : Object.keys(fieldsOf(value)).map((key) => `${group}.${key}`);
  });
}

/** The own settings without the named one: it is the default again. */
export function withoutSetting(own: OwnSettings, name: string): OwnSettings {
  const [group = '', key] = name.split('.');
  const groups = Object.entries(own).map(([of, value]) => {
    if (of !== group || key === undefined) return [of, of === group ? undefined : value];
    return [of, Object.fromEntries(Object.entries(fieldsOf(value)).filter(([field]) => field !== key))];
  });
  return SettingsChange.parse(definedOnly(Object.fromEntries(groups)));
}

/** The dotted names of all settings. */
export const SETTING_NAMES: readonly string[] = namesOf(BUILT_IN);

/** What was stored; settings of another version count as none. */
export function readOwn(stored: unknown): OwnSettings {
  return SettingsChange.safeParse(stored ?? {}).data ?? {};
}

function over<T extends object>(base: T, own: { [K in keyof T]?: T[K] | undefined } | undefined): T {
  return { ...base, ...definedOnly(own ?? {}) };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
