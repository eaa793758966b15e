import type { ClientSession, Connection } from 'mongoose';
import type { z } from 'zod';
import type { StoredFile } from '../../adapters/adapter.ts';
import { type MailRoute, mailRouteFor } from '../channels/mail-route.ts';
import { contactModel } from '../contacts/contact-model.ts';
import { dropDraft } from '../drafts/draft-model.ts';
import type { Files } from '../files/files.ts';
import type { Actor } from '../http/route.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket, refuseMerged, writeTicket } from '../tickets/change-ticket.ts';
import { snippetOf } from '../tickets/new-ticket.ts';
import { markSeen } from '../tickets/reads.ts';
import { moreWords } from '../tickets/search-words.ts';
import { ownership } from '../tickets/set-owner.ts';
import { NOBODY_WAITS, type TicketRecord } from '../tickets/ticket-model.ts';
import { type MessageRecord, messageModel, type TicketBeforeReply } from './message-model.ts';
import type { NewReply } from './message-schemas.ts';
import { outboxItem, outgoingMessage } from './outgoing.ts';
import { refuseUnseen } from './refuse-unseen.ts';

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
    refuseMerged(ticket);
    await refuseUnseen(parts.db, ticket, { ...reply, actor: by.actor }, session);
    const message = await composeReply(parts, ticket, { reply, attachments, route, ...by }, session);
    await writeTicket(parts.db, session, ticket, answered(ticket, reply.text, by), { ...by, kind: 'owner' });
    if (by.actor.kind === 'user') {
      const of = { user: by.actor.id, ticket: ticket._id };
      await markSeen(parts.db, { ...of, upTo: by.at }, session);
      await dropDraft(parts.db, { ...of, kind: 'reply' }, session);
    }
    return message;
  });
}

/** What a reply sets on its ticket: whoever answers one without an owner becomes it. */
function answered(ticket: TicketRecord, text: string, { actor, at }: Writing): Partial<TicketRecord> {
  const own = actor.kind === 'user' && ticket.owner === null;
  const taken = own ? ownership(ticket, { user: actor.id }, at) : null;
  const routing = { ...(taken?.routing ?? ticket.routing), answerBy: null };
  if (taken) routing.reason = 'reply';
  return {
    lastMessageAt: at,
    lastReplyAt: at,
    updatedAt: at,
    snippet: snippetOf(text),
    words: moreWords(ticket.words, text),
    waitsFrom: NOBODY_WAITS,
    wokeUp: null,
    ...taken,
    routing,
  };
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
  const dueAt = new Date(of.at.getTime() + of.reply.undoSeconds * 1000);
  if (obstacle !== null) record.delivery = { state: 'failed', reason: obstacle, at: of.at };
  else if (of.reply.undoSeconds > 0) record.held = { until: dueAt, before: beforeReply(ticket) };
  await messageModel(db).create([record], { session });
  if (obstacle === null && of.route) {
    const { channel } = of.route;
    const item = outboxItem({ _id: record._id, channel, ticket: ticket._id, at: of.at });
    await outboxModel(db).create([{ ...item, dueAt }], { session });
  }
  return record;
}

function beforeReply(ticket: TicketRecord): TicketBeforeReply {
  const { snippet, waitsFrom, lastMessageAt, lastReplyAt, routing } = ticket;
  return { snippet, waitsFrom, answerBy: routing.answerBy, lastMessageAt, lastReplyAt };
}

/** Why a reply cannot go out; null when nothing is in the way. */
export function obstacleOf(route: MailRoute | null, to: string | null): string | null {
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
