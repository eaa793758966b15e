import type { ClientSession, Connection } from 'mongoose';
import type { z } from 'zod';
import type { StoredFile } from '../../adapters/adapter.ts';
import { type MailRoute, mailRouteFor } from '../channels/mail-route.ts';
import { contactModel } from '../contacts/contact-model.ts';
import type { Files } from '../files/files.ts';
import { Conflict, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket, writeTicket } from '../tickets/change-ticket.ts';
import { moreWords } from '../tickets/search-words.ts';
import { ownership } from '../tickets/set-owner.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import { type MessageRecord, messageModel } from './message-model.ts';
import type { NewNote, NewReply } from './message-schemas.ts';
import { outboxItem, outgoingMessage } from './outgoing.ts';
import { storedMessage } from './stored-message.ts';

/** How many Message-IDs of the conversation an answer names, newest kept. */
const MAX_REFERENCES = 20;

/** What writing a message needs. */
export interface WriteParts {
  db: Connection;
  files: Files;
  /** The domain of Message-IDs where the channel has no address. */
  mailDomain: string;
}

/** Who writes, when, and under which id: a message that has it already was written by an attempt that died. */
export interface Writing {
  actor: Actor;
  at: Date;
  made: string;
}

/**
 * Stores a reply and its place in the outbox, and makes its author the owner of a ticket without one, all in one
 * transaction: of two at once, one owns it. A reply that has no way out is stored as failed, with the reason.
 */
export async function writeReply(
  parts: WriteParts,
  id: string,
  reply: z.infer<typeof NewReply>,
  by: Writing,
): Promise<MessageRecord> {
  const attachments = await parts.files.require(reply.attachments, by.actor);
  const channelId = (await findTicket(parts.db, id)).channel;
  const route = await mailRouteFor(parts.db, channelId);
  return inTransaction(parts.db, async (session) => {
    const ticket = await findTicket(parts.db, id, session);
    const earlier = await messageModel(parts.db).findById(by.made, null, { session }).lean();
    if (earlier) return earlier;
    const message = await composeReply(parts, ticket, { reply, attachments, route, ...by }, session);
    const own = by.actor.kind === 'user' && ticket.owner === null;
    const taken = own ? ownership(ticket, { user: by.actor.id }, by.at) : null;
    const routing = { ...(taken?.routing ?? ticket.routing), answerBy: null };
    if (taken) routing.reason = 'reply';
    const words = moreWords(ticket.words, reply.text);
    const set = { lastMessageAt: by.at, updatedAt: by.at, words, ...taken, routing };
    await writeTicket(parts.db, session, ticket, set, { ...by, kind: 'owner' });
    return message;
  });
}

async function composeReply(
  { db, mailDomain }: WriteParts,
  ticket: TicketRecord,
  of: {
    reply: z.infer<typeof NewReply>;
    attachments: StoredFile[];
    route: MailRoute | null;
  } & Writing,
  session: ClientSession,
): Promise<MessageRecord> {
  const earlier = await messageModel(db)
    .find({ ticket: ticket._id, direction: { $ne: 'note' } }, null, { session })
    .sort({ storedAt: 1, _id: 1 })
    .select('direction from messageId automatic')
    .lean();
  const to = await addressOf(db, ticket, earlier, session);
  const record = outgoingMessage({
    _id: of.made,
    ticket,
    channel: of.route?.channel ?? ticket.channel,
    domain: of.route?.domain ?? mailDomain,
    author: { kind: of.actor.kind, id: of.actor.id, name: of.actor.name },
    text: of.reply.text,
    html: of.reply.html ?? null,
    attachments: of.attachments,
    to: to === null ? [] : [to],
    cc: of.reply.cc,
    bcc: of.reply.bcc,
    inReplyTo: earlier.findLast((m) => m.direction === 'in' && m.messageId)?.messageId ?? null,
    references: earlier.flatMap((m) => m.messageId ?? []).slice(-MAX_REFERENCES),
    automatic: null,
    at: of.at,
  });
  const obstacle = obstacleOf(of.route, to);
  if (obstacle !== null) record.delivery = { state: 'failed', reason: obstacle, at: of.at };
  await messageModel(db).create([record], { session });
  if (obstacle === null && of.route) {
    const { channel } = of.route;
    const item = outboxItem({ _id: record._id, channel, ticket: ticket._id, at: of.at });
    await outboxModel(db).create([item], { session });
  }
  return record;
}

function obstacleOf(route: MailRoute | null, to: string | null): string | null {
  if (to === null) return 'The contact has no email address.';
  return route === null ? 'There is no email channel to answer by. Add one, then retry.' : null;
}

/** Where the answer goes: to the address the contact wrote from last, else the first one known. */
async function addressOf(
  db: Connection,
  ticket: TicketRecord,
  earlier: readonly Pick<MessageRecord, 'direction' | 'from' | 'automatic'>[],
  session: ClientSession,
): Promise<string | null> {
  const last = earlier.findLast((m) => m.direction === 'in' && m.from?.includes('@') && m.automatic === null);
  if (last) return last.from;
  if (ticket.contact === null) return null;
  const contact = await contactModel(db).findById(ticket.contact, null, { session }).lean();
  return contact?.emails[0] ?? null;
}

/** Stores a note: for colleagues only, never sent. */
export async function writeNote(
  { db, files }: WriteParts,
  id: string,
  note: z.infer<typeof NewNote>,
  by: Writing,
): Promise<MessageRecord> {
  const ticket = await findTicket(db, id);
  const earlier = await messageModel(db).findById(by.made).lean();
  if (earlier) return earlier;
  const record = storedMessage({
    _id: by.made,
    ticket: ticket._id,
    direction: 'note',
    author: { kind: by.actor.kind, id: by.actor.id, name: by.actor.name },
    text: note.text,
    html: note.html ?? null,
    attachments: await files.require(note.attachments, by.actor),
    at: by.at,
  });
  await messageModel(db).create(record);
  return record;
}

/** Puts a failed reply into the outbox again. Throws Conflict for one that has not failed. */
export async function retryMessage(
  db: Connection,
  of: { ticket: string; message: string; at: Date },
): Promise<MessageRecord> {
  const ticket = await findTicket(db, of.ticket);
  const route = await mailRouteFor(db, ticket.channel);
  return inTransaction(db, async (session) => {
    const filter = { _id: of.message, ticket: ticket._id };
    const message = await messageModel(db).findOne(filter, null, { session }).lean();
    if (!message) throw new NotFound('message');
    if (message.delivery?.state !== 'failed') {
      throw new Conflict('not-failed', 'Only a message that failed can be sent again.');
    }
    const obstacle = obstacleOf(route, message.to[0] ?? null);
    if (obstacle !== null || route === null) throw new Conflict('no-way-out', obstacle ?? '');
    const delivery = { state: 'queued', reason: null, at: of.at } as const;
    const item = outboxItem({ _id: message._id, channel: route.channel, ticket: ticket._id, at: of.at });
    await messageModel(db).updateOne(filter, { $set: { delivery, channel: route.channel } }, { session });
    await outboxModel(db).replaceOne({ _id: message._id }, item, { session, upsert: true });
    return { ...message, delivery, channel: route.channel };
  });
}
