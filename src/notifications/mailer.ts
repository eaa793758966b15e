import type { ClientSession, Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import { messageModel } from '../messages/message-model.ts';
import { outboxItem } from '../messages/outgoing.ts';
import { foldText } from '../messages/quotes.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { readNotificationSending, readWorkspace } from '../settings/settings.ts';
import { inTransaction } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';
import { MAIL_GROUPING_MS } from './delivery-plan.ts';
import { notificationMailModel } from './mail-model.ts';
import { findMailSender } from './mail-sender.ts';
import { composeNotificationMail, type MailItem } from './mail-text.ts';
import { type NotificationRecord, notificationModel } from './notification-model.ts';
import { replyToken } from './reply-token.ts';
import type { NotifierWork } from './shift.ts';

/** What mailing notifications needs. */
export interface MailerParts {
  db: Connection;
  clock: Clock;
  /** Without a slash at the end. */
  publicUrl: string;
  /** HMAC by which only we can make an answer's token. */
  sign(text: string): string;
  onOutbox(): void;
}

const NOT_NULL = { $gt: new Date(0) };

/** Hands what is to be mailed to the outbox: one mail a person, of all that came together and is still unread. */
export function createMailer(parts: MailerParts): NotifierWork {
  const { db, clock } = parts;
  return {
    name: 'mails',
    async run() {
      const due = { ...NOT_NULL, $lte: new Date(clock.now()) };
      const users = await notificationModel(db).distinct('user', { mailAt: due });
      for (const user of users) await mailTo(parts, user);
      if (users.length > 0) parts.onOutbox();
    },
  };
}

/** What is told and that it was goes into one transaction: nothing is mailed twice, and nothing is forgotten. */
async function mailTo(parts: MailerParts, userId: string): Promise<void> {
  const { db, clock } = parts;
  const now = clock.now();
  const { channel } = await findMailSender(db);
  await inTransaction(db, async (session) => {
    const soon = { user: userId, mailAt: { ...NOT_NULL, $lte: new Date(now + MAIL_GROUPING_MS) } };
    const found = await notificationModel(db).find(soon, null, { session }).sort({ at: 1, _id: 1 }).lean();
    const ids = found.map((notification) => notification._id);
    await notificationModel(db).updateMany({ _id: { $in: ids } }, { $set: { mailAt: null } }, { session });
    const unread = found.filter(({ readAt }) => readAt === null);
    const user = await userModel(db).findOne({ _id: userId, active: true }, null, { session }).lean();
    if (!user || channel === null || unread.length === 0) return;
    await store(parts, { user, unread, channel, at: new Date(now) }, session);
  });
}

async function store(
  parts: MailerParts,
  of: { user: UserRecord; unread: readonly NotificationRecord[]; channel: string; at: Date },
  session: ClientSession,
): Promise<void> {
  const { db, publicUrl } = parts;
  const { textInMail } = await readNotificationSending(db);
  const items = await Promise.all(of.unread.map((n) => itemOf(db, n, textInMail)));
  const tickets = new Set(of.unread.map(({ ticket }) => ticket?.id ?? null));
  const [ticket = null] = tickets.size === 1 ? tickets : [];
  const _id = newId();
  const mail = composeNotificationMail({
    items,
    language: of.user.language ?? 'en',
    workspace: (await readWorkspace(db)).name,
    publicUrl,
    isAnswerable: ticket !== null,
  });
  const notice = { to: of.user.email, ...mail, token: replyToken(_id, parts.sign) };
  await notificationMailModel(db).create([{ _id, user: of.user._id, ticket, at: of.at }], { session });
  await outboxModel(db).create([outboxItem({ _id, channel: of.channel, ticket, at: of.at, notice })], {
    session,
  });
}

async function itemOf(
  db: Connection,
  { kind, ticket, channel, message, actor }: NotificationRecord,
  quotes: boolean,
): Promise<MailItem> {
  return {
    kind,
    number: ticket?.number ?? null,
    subject: quotes ? (ticket?.subject ?? null) : null,
    channel: channel?.name ?? null,
    actor: actor?.name || null,
    text: quotes && ticket !== null ? await textOf(db, ticket.id, message) : null,
  };
}

/** What was written in the message it is about, else what the customer wrote last. */
async function textOf(db: Connection, ticket: string, message: string | null): Promise<string | null> {
  const which = message === null ? { ticket, direction: 'in' as const } : { _id: message };
  const found = await messageModel(db).findOne(which).sort({ storedAt: -1, _id: -1 }).select('text').lean();
  return found ? foldText(found.text).visible : null;
}
