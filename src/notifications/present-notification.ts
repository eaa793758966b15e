import { z } from 'zod';
import type { NotificationRecord } from './notification-model.ts';
import { KINDS } from './notification-settings.ts';

/** A notification as the API and the console's socket show it. */
export const NotificationSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(KINDS),
    ticket: z.strictObject({ id: z.string(), number: z.int(), subject: z.string() }).nullable(),
    channel: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    message: z.string().nullable().meta({ description: 'Id of the message it is about' }),
    actor: z
      .strictObject({ kind: z.string(), id: z.string(), name: z.string() })
      .nullable()
      .meta({ description: 'Who did it; null = nobody in particular, such as the router' }),
    at: z.iso.datetime(),
    readAt: z.iso.datetime().nullable(),
    sound: z.boolean().meta({ description: 'A console that learns of it live makes a sound' }),
    desktop: z.boolean().meta({ description: 'A console that learns of it live shows it on the desktop' }),
  })
  .meta({ id: 'Notification' });

/** A notification for whoever it is for. */
export function presentNotification(record: NotificationRecord): z.infer<typeof NotificationSchema> {
  const { _id, kind, ticket, channel, message, actor, at, readAt, sound, desktop } = record;
  return {
    id: _id,
    kind,
    ticket,
    channel,
    message,
    actor,
    at: at.toISOString(),
    readAt: readAt?.toISOString() ?? null,
    sound,
    desktop,
  };
}
