import { isOpen, nextChange } from '../../routing/calendar.ts';
import type { Instant } from '../../routing/types.ts';
import type { NotificationRecord } from './notification-model.ts';
import type { Kind, Settings } from './notification-settings.ts';

/** So long mails wait for others, to become one. */
export const MAIL_GROUPING_MS = 2 * 60_000;

/** By which ways and when somebody is told. */
export type DeliveryPlan = Pick<NotificationRecord, 'inApp' | 'sound' | 'desktop' | 'pushAt' | 'mailAt'>;

/**
 * By which ways somebody is told now; null = not at all. In quiet hours and while muted the list alone learns of it;
 * mail waits for the end of the quiet, in case it is still unread then.
 */
export function planDelivery(
  { settings, mutedUntil }: { settings: Settings; mutedUntil: Date | null },
  kind: Kind,
  now: Instant,
): DeliveryPlan | null {
  const { inApp, sound, desktop, push, email } = settings[kind];
  if (!inApp && !sound && !desktop && !push && !email) return null;
  const quietUntil = endOfQuiet(settings.quietHours, mutedUntil, now);
  const loud = quietUntil === null;
  return {
    // A sound or a desktop message comes by the open console, which must learn of it.
    inApp: inApp || sound || desktop,
    sound: sound && loud,
    desktop: desktop && loud,
    pushAt: push && loud ? new Date(now) : null,
    mailAt: email ? new Date(Math.max(now, quietUntil ?? now) + MAIL_GROUPING_MS) : null,
  };
}

/** Until when it is quiet; null when it is not. Muted and quiet hours may follow each other. */
function endOfQuiet(
  quietHours: Settings['quietHours'],
  mutedUntil: Date | null,
  now: Instant,
): Instant | null {
  const muted = mutedUntil !== null && mutedUntil.getTime() > now ? mutedUntil.getTime() : null;
  const from = muted ?? now;
  // A calendar is always open where there is none; here none means never quiet.
  if (quietHours === null || !isOpen(quietHours, from)) return muted;
  return nextChange(quietHours, from) ?? from;
}
