import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { channelModel } from '../channels/channel-model.ts';
import { definedOnly } from '../http/defined-only.ts';
import { BadInput, NotFound } from '../http/errors.ts';
import { requireUser } from '../http/own.ts';
import { type Route, route } from '../http/route.ts';
import { changeNotificationSending, readNotificationSending } from '../settings/settings.ts';
import { findMailSender } from './mail-sender.ts';
import {
  BUILT_IN,
  NotificationSettings,
  namesOf,
  SETTING_NAMES,
  SettingsChange,
} from './notification-settings.ts';
import {
  readDefaults,
  readSettingsOf,
  resetSettingOf,
  saveDefaults,
  saveSettingsOf,
} from './settings-store.ts';

/** What the routes of notification settings need. */
export interface NotificationSettingsParts {
  db: Connection;
  audit: AuditLog;
}

const area = 'notifications';
const OWN = '/users/me/notification-settings';
const Names = z.array(z.string());
const Email = z.strictObject({
  possible: z.boolean(),
  obstacle: z.string().nullable().meta({ description: 'Why no mail can be sent, for people' }),
});

/** What somebody is told of and how, beside the defaults, as the API shows it. */
export const OwnSettingsSchema = z
  .strictObject({
    settings: NotificationSettings,
    defaults: NotificationSettings,
    own: Names.meta({ description: 'Dotted names of the settings that differ from the default' }),
    mutedUntil: z.iso.datetime().nullable(),
    email: Email,
  })
  .meta({ id: 'OwnNotificationSettings' });

/** The defaults of notifications, as the API shows them. */
export const DefaultsSchema = z
  .strictObject({
    settings: NotificationSettings,
    builtIn: NotificationSettings,
    own: Names.meta({ description: 'Dotted names of the settings that differ from the built-in ones' }),
  })
  .meta({ id: 'NotificationDefaults' });

/** How notifications are mailed, as the API shows it. */
export const SendingSchema = z
  .strictObject({ sender: z.string().nullable(), textInMail: z.boolean(), email: Email })
  .meta({ id: 'NotificationSending' });
const SendingChange = SendingSchema.omit({ email: true }).partial().meta({ id: 'NotificationSendingChange' });

/** The routes by which people choose what they are told of and how, and super admins the defaults. */
export function createNotificationSettingsRoutes(parts: NotificationSettingsParts): Route[] {
  return [...ownSettings(parts), ...defaults(parts), ...sending(parts)];
}

function ownSettings({ db }: NotificationSettingsParts): Route[] {
  const shared = { access: 'agent', area, response: OwnSettingsSchema } as const;
  return [
    route({
      ...shared,
      method: 'get',
      path: OWN,
      summary: 'Shows what one is told of and how, beside the defaults',
      handle: ({ actor }) => presentOwn(db, requireUser(actor)),
    }),
    route({
      ...shared,
      method: 'patch',
      path: OWN,
      summary: 'Changes the named settings for oneself',
      body: SettingsChange.extend({ mutedUntil: z.iso.datetime({ offset: true }).nullable().optional() }),
      async handle({ actor, body: { mutedUntil, ...change } }) {
        const user = requireUser(actor);
        const muted = mutedUntil == null ? mutedUntil : new Date(mutedUntil);
        await saveSettingsOf(db, user, { ...change, ...definedOnly({ mutedUntil: muted }) });
        return presentOwn(db, user);
      },
    }),
    route({
      ...shared,
      method: 'delete',
      path: OWN,
      summary: 'Makes all settings the defaults again',
      async handle({ actor }) {
        await resetSettingOf(db, requireUser(actor), null);
        return presentOwn(db, requireUser(actor));
      },
    }),
    route({
      ...shared,
      method: 'delete',
      path: `${OWN}/:setting`,
      summary: 'Makes one setting the default again',
      params: z.strictObject({ setting: z.string().meta({ example: 'assigned.email' }) }),
      async handle({ actor, params }) {
        const user = requireUser(actor);
        if (!SETTING_NAMES.includes(params.setting)) throw new NotFound('setting');
        await resetSettingOf(db, user, params.setting);
        return presentOwn(db, user);
      },
    }),
  ];
}

function defaults({ db, audit }: NotificationSettingsParts): Route[] {
  const shared = {
    path: '/settings/notification-defaults',
    access: 'superAdmin',
    area: 'settings',
    response: DefaultsSchema,
  } as const;
  return [
    route({
      ...shared,
      method: 'get',
      summary: 'Shows what people are told of and how where they chose nothing themselves',
      access: 'admin',
      handle: () => presentDefaults(db),
    }),
    route({
      ...shared,
      method: 'patch',
      summary: 'Changes the named defaults; what people chose themselves stays',
      body: SettingsChange,
      async handle({ actor, body }) {
        const before = (await readDefaults(db)).settings;
        const changes = diff(before, await saveDefaults(db, body));
        const target = { kind: 'notification-defaults', id: 'workspace', name: 'notification-defaults' };
        if (changes.length > 0) await audit.record({ actor, action: 'change', target, changes });
        return presentDefaults(db);
      },
    }),
  ];
}

function sending(parts: NotificationSettingsParts): Route[] {
  const shared = {
    path: '/settings/notifications',
    access: 'admin',
    area: 'settings',
    response: SendingSchema,
  } as const;
  return [
    route({
      ...shared,
      method: 'get',
      summary: 'Shows by which email channel notifications are mailed, or why they cannot be',
      handle: () => presentSending(parts.db),
    }),
    route({
      ...shared,
      method: 'patch',
      summary: 'Chooses the email channel that mails notifications (null = the oldest), and what they say',
      body: SendingChange,
      async handle({ actor, body }) {
        if (body.sender) await requireEmailChannel(parts.db, body.sender);
        await changeNotificationSending(parts, actor, definedOnly(body));
        return presentSending(parts.db);
      },
    }),
  ];
}

async function presentOwn(db: Connection, user: string) {
  const { settings, defaults: base, own, mutedUntil } = await readSettingsOf(db, user);
  return {
    settings,
    defaults: base,
    own: namesOf(own),
    mutedUntil: mutedUntil?.toISOString() ?? null,
    email: await presentEmail(db),
  };
}

async function presentDefaults(db: Connection) {
  const { settings, own } = await readDefaults(db);
  return { settings, builtIn: BUILT_IN, own: namesOf(own) };
}

async function presentSending(db: Connection) {
  return { ...(await readNotificationSending(db)), email: await presentEmail(db) };
}

async function presentEmail(db: Connection) {
  const { obstacle } = await findMailSender(db);
  return { possible: obstacle === null, obstacle };
}

async function requireEmailChannel(db: Connection, id: string): Promise<void> {
  if (await channelModel(db).exists({ _id: id, kind: 'email', deletedAt: null })) return;
  throw new BadInput([{ path: 'sender', message: 'There is no such email channel.' }]);
}
