import { createHash } from 'node:crypto';
import { type Connection, mongo } from 'mongoose';
import type { Accepted, Clock, InboundMessage, Log } from '../../adapters/adapter.ts';
import { errorName } from '../error-name.ts';
import { fileModel } from '../files/file-model.ts';
import type { Files } from '../files/files.ts';
import { AppError } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { NewReply } from '../messages/message-schemas.ts';
import { outboxItem } from '../messages/outgoing.ts';
import { foldText, hasWords } from '../messages/quotes.ts';
import { writeReply } from '../messages/write-message.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { isDuplicateKey } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { type UserRecord, userModel } from '../users/user-model.ts';
import { type MailedReplyRecord, mailedReplyModel, notificationMailModel } from './mail-model.ts';
import { findMailSender } from './mail-sender.ts';
import { holdsOurMail } from './mail-text.ts';
import { mailOfToken } from './reply-token.ts';
import type { NotifierWork } from './shift.ts';

/** What taking in agents' answers to notification mails needs. */
export interface MailedReplyParts {
  db: Connection;
  clock: Clock;
  sign(text: string): string;
}

/** Takes a message that answers a notification's mail, once stored; null = it is none, and goes the usual way. */
export type TakeMailedReply = (channel: string, message: InboundMessage) => Promise<Accepted | null>;

/**
 * Makes the check at a channel's door: an answer counts as an agent's only with the token that their own mail carried,
 * and from their own address. It is stored before it is acknowledged.
 */
export function createTakeMailedReply({ db, clock, sign }: MailedReplyParts): TakeMailedReply {
  return async (channel, message) => {
    const mailId = mailOfToken(message.thread?.token ?? '', sign);
    if (mailId === null) return null;
    const mail = await notificationMailModel(db).findById(mailId).lean();
    const user = mail && (await userModel(db).findOne({ _id: mail.user, active: true }).lean());
    if (!mail || !user || message.from.email !== user.email) return null;
    const reply: MailedReplyRecord = {
      _id: digest(message.copyId ?? `${channel}\n${message.externalId}`),
      user: user._id,
      ticket: mail.ticket,
      text: message.text,
      // What stands inside the text is most often a signature's picture.
      attachments: message.attachments.filter((file) => file.contentId === undefined),
      message: newId(),
      // A machine that says its owner is away answers nobody.
      state: message.automatic === null ? 'pending' : 'refused',
      at: new Date(clock.now()),
    };
    return { reference: null, repeated: !(await insert(db, reply)) };
  };
}

/** Writes the stored answers to their tickets as the agents' replies, and tells agents whose answer cannot be one. */
export function createReplyWriter(
  parts: MailedReplyParts & { files: Files; mailDomain: string; log: Log; onOutbox(): void },
): NotifierWork {
  const { db } = parts;

  async function settle(reply: MailedReplyRecord): Promise<void> {
    const user = await userModel(db).findById(reply.user).lean();
    const obstacle = user?.active ? await attempt(reply, user) : 'gone';
    if (obstacle !== null && user?.active) await explain(reply, user, obstacle);
    const state = obstacle === null ? 'done' : 'refused';
    // Its text stands in the ticket now, or came back to its author.
    await mailedReplyModel(db).updateOne({ _id: reply._id }, { $set: { state, text: '' } });
  }

  /** Null once it is written; else why it cannot be. */
  async function attempt(reply: MailedReplyRecord, user: UserRecord): Promise<string | null> {
    if (reply.ticket === null) return 'The mail you answered was about several things.';
    const text = foldText(reply.text).visible;
    if (!hasWords(text) || holdsOurMail(text)) return 'No answer was found above the quoted mail.';
    const actor: Actor = { kind: 'user', id: user._id, name: user.name, role: user.role, scopes: null };
    const attachments = reply.attachments.map(({ id }) => id);
    await handOver(attachments, user._id);
    const body = NewReply.parse({ text, attachments });
    try {
      await writeReply(parts, reply.ticket, body, { actor, at: reply.at, made: reply.message });
      return null;
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
  }

  /** The files came by a channel; as an agent's own they may be sent by the agent. */
  async function handOver(ids: readonly string[], uploader: string): Promise<void> {
    const files = { _id: { $in: ids.map((id) => new mongo.ObjectId(id)) } };
    if (ids.length > 0) await fileModel(db).updateMany(files, { $set: { 'metadata.uploader': uploader } });
  }

  async function explain(reply: MailedReplyRecord, user: UserRecord, obstacle: string): Promise<void> {
    const { channel } = await findMailSender(db);
    if (channel === null) return;
    const text = `Your answer did not go to the customer: ${obstacle} Open the ticket in Deskroute to answer.`;
    const notice = { to: user.email, subject: 'Your answer was not sent', text };
    const { _id, ...item } = outboxItem({ _id: reply.message, channel, ticket: null, at: reply.at, notice });
    await outboxModel(db).updateOne({ _id }, { $setOnInsert: item }, { upsert: true });
  }

  return {
    name: 'replies',
    async run() {
      const pending = await mailedReplyModel(db).find({ state: 'pending' }).sort({ at: 1 }).limit(50).lean();
      for (const reply of pending) {
        await settle(reply).catch((error: unknown) =>
          parts.log.warn({ err: errorName(error), reply: reply._id }, 'a mailed reply waits'),
        );
      }
      if (pending.length > 0) parts.onOutbox();
    },
  };
}

/** False when it was there already. */
async function insert(db: Connection, reply: MailedReplyRecord): Promise<boolean> {
  try {
    await mailedReplyModel(db).create([reply]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
