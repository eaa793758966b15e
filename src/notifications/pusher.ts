import type { Agent } from 'node:https';
import type { Connection } from 'mongoose';
import webPush from 'web-push';
import type { Clock, Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { createPublicAgent } from '../http/public-address.ts';
import { sessionModel } from '../sessions/session-model.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { userModel } from '../users/user-model.ts';
import { type NotificationRecord, notificationModel } from './notification-model.ts';
import { type PushKeys, readPushKeys } from './push-keys.ts';
import { type PushSubscriptionRecord, pushSubscriptionModel } from './push-model.ts';
import type { NotifierWork } from './shift.ts';

/** How long one attempt may take before another process may look after it, in milliseconds. */
const HOLD_MS = 60_000;
const TIMEOUT_MS = 10_000;
const AT_ONCE = 8;
const MAX_ATTEMPTS = 6;
const FIRST_PAUSE_MS = 15_000;
/** What could not be pushed by then nobody is woken for any more; in seconds. */
const LIFETIME_S = 3600;
const LONGEST_SUBJECT = 80;

/** What pushing needs. */
export interface PusherParts {
  db: Connection;
  clock: Clock;
  log: Log;
  box: SecretBox;
  publicUrl: string;
  /** How push services are reached; by default only on the open internet. */
  agent?: Agent;
}

/** Makes the pusher of one process. Each notification is sent to a browser once; its `id` replaces a repeat there. */
export function createPusher(parts: PusherParts): Required<NotifierWork> {
  const { db, clock } = parts;
  const notifications = notificationModel(db);
  const agent = parts.agent ?? createPublicAgent();
  let sending: Promise<void> | null = null;

  async function claim(): Promise<NotificationRecord | null> {
    const now = clock.now();
    const change = { $set: { pushAt: new Date(now + HOLD_MS) }, $inc: { pushAttempts: 1 } };
    return notifications
      .findOneAndUpdate({ pushAt: { $gt: new Date(0), $lte: new Date(now) } }, change, {
        sort: { pushAt: 1 },
        returnDocument: 'after',
      })
      .lean();
  }

  async function sendAll(): Promise<void> {
    for (;;) {
      const due: NotificationRecord[] = [];
      for (let next = await claim(); next; next = due.length < AT_ONCE ? await claim() : null) due.push(next);
      if (due.length === 0) return;
      const keys = await readPushKeys(db, parts.box);
      await Promise.all(due.map((notification) => push(notification, keys)));
    }
  }

  async function push(notification: NotificationRecord, keys: PushKeys): Promise<void> {
    const browsers = await browsersFor(notification);
    const results = await Promise.all(browsers.map((browser) => sendTo(browser, notification, keys)));
    const failed = results.includes('failed') && notification.pushAttempts < MAX_ATTEMPTS;
    const pause = FIRST_PAUSE_MS * 2 ** (notification.pushAttempts - 1) * (0.75 + Math.random() / 2);
    const pushAt = failed ? new Date(clock.now() + pause) : null;
    await notifications.updateOne({ _id: notification._id }, { $set: { pushAt } });
  }

  /** Nobody is woken for what was read already or is old, nor who has left, nor where they signed out. */
  async function browsersFor(notification: NotificationRecord): Promise<PushSubscriptionRecord[]> {
    const { user, readAt, at, pushedTo } = notification;
    if (readAt !== null || clock.now() - at.getTime() > LIFETIME_S * 1000) return [];
    if (!(await userModel(db).exists({ _id: user, active: true }))) return [];
    const browsers = await pushSubscriptionModel(db)
      .find({ user, _id: { $nin: pushedTo ?? [] } })
      .lean();
    const sessions = browsers.map(({ session }) => session);
    const signedIn = { _id: { $in: sessions }, 'session.userId': user, expires: { $gt: new Date() } };
    const alive = new Set(await sessionModel(db).distinct('_id', signedIn));
    return browsers.filter(({ session }) => alive.has(session));
  }

  async function sendTo(
    browser: PushSubscriptionRecord,
    notification: NotificationRecord,
    keys: PushKeys,
  ): Promise<'done' | 'failed'> {
    try {
      await webPush.sendNotification(browser, payloadOf(notification), {
        vapidDetails: { subject: subjectOf(parts.publicUrl), ...keys },
        TTL: LIFETIME_S,
        urgency: 'high',
        topic: notification._id,
        timeout: TIMEOUT_MS,
        agent,
      });
      await notifications.updateOne({ _id: notification._id }, { $addToSet: { pushedTo: browser._id } });
      return 'done';
    } catch (error) {
      return refused(browser, error);
    }
  }

  async function refused(browser: PushSubscriptionRecord, error: unknown): Promise<'done' | 'failed'> {
    const status = error instanceof webPush.WebPushError ? error.statusCode : 0;
    if (status === 404 || status === 410) {
      // The browser no longer wants it (RFC 8030, section 7.3).
      await pushSubscriptionModel(db).deleteOne({ _id: browser._id });
      return 'done';
    }
    const isPassing = status === 0 || status === 429 || status >= 500;
    parts.log.warn({ err: errorName(error), status, isPassing }, 'a browser could not be woken');
    return isPassing ? 'failed' : 'done';
  }

  return {
    name: 'pushes',
    async run() {
      // A slow push service must not hold up the notifier's round.
      sending ??= sendAll()
        .catch((error: unknown) => parts.log.warn({ err: errorName(error) }, 'pushing begins anew'))
        .finally(() => {
          sending = null;
        });
    },
    async stop() {
      await sending;
    },
  };
}

/** What the browser shows: what it is about, and never what was written. Encrypted for it alone (RFC 8291). */
function payloadOf({ _id, kind, ticket, channel }: NotificationRecord): string {
  const path = ticket === null ? '/settings/channels' : `/tickets/${ticket.number}`;
  const title = (ticket?.subject ?? channel?.name ?? '').slice(0, LONGEST_SUBJECT);
  return JSON.stringify({ id: _id, kind, ticket: ticket?.number ?? null, title, path });
}

/** Whom a push service may write to; RFC 8292 wants a mailto or https address. */
function subjectOf(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? publicUrl : `mailto:postmaster@${new URL(publicUrl).hostname}`;
}
