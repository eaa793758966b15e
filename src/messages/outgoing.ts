import type { StoredFile } from '../../adapters/adapter.ts';
import type { OutboxRecord } from '../outbox/outbox-model.ts';
import { newId } from '../store/ids.ts';
import type { Author, MessageRecord } from './message-model.ts';
import { storedMessage } from './stored-message.ts';

/** What makes an outgoing message. */
interface Outgoing {
  /** Its id, where one was given out before. */
  _id?: string;
  ticket: { _id: string; subject: string };
  /** null: there is no way out for now. */
  channel: string | null;
  /** The domain of its Message-ID. */
  domain: string;
  author: Author;
  text: string;
  html?: string | null;
  attachments?: StoredFile[];
  to: string[];
  cc?: string[];
  bcc?: string[];
  inReplyTo: string | null;
  references: string[];
  automatic: string | null;
  at: Date;
}

/** An outgoing message and its place in the outbox; both are stored in one transaction, before anything is sent. */
export function outgoing(of: Outgoing & { channel: string }): { record: MessageRecord; item: OutboxRecord } {
  const record = outgoingMessage(of);
  const item = outboxItem({ _id: record._id, channel: of.channel, ticket: of.ticket._id, at: of.at });
  return { record, item };
}

/** An outgoing message as it is stored before it is sent. */
export function outgoingMessage(of: Outgoing): MessageRecord {
  const _id = of._id ?? newId();
  return storedMessage({
    _id,
    ticket: of.ticket._id,
    channel: of.channel,
    direction: 'out',
    author: of.author,
    text: of.text,
    html: of.html ?? null,
    attachments: of.attachments ?? [],
    at: of.at,
    to: of.to,
    cc: of.cc ?? [],
    bcc: of.bcc ?? [],
    subject: /^re:/i.test(of.ticket.subject) ? of.ticket.subject : `Re: ${of.ticket.subject}`,
    messageId: `${_id}@${of.domain}`,
    inReplyTo: of.inReplyTo,
    references: of.references,
    automatic: of.automatic,
    delivery: { state: 'queued', reason: null, at: of.at },
  });
}

/** A new place in the outbox, due at once. */
export function outboxItem(of: {
  _id: string;
  channel: string;
  ticket: string | null;
  at: Date;
  notice?: OutboxRecord['notice'];
}): OutboxRecord {
  return {
    _id: of._id,
    channel: of.channel,
    ticket: of.ticket,
    notice: of.notice ?? null,
    state: 'queued',
    attempts: 0,
    dueAt: of.at,
    holder: null,
    heldUntil: null,
    error: null,
    at: of.at,
    doneAt: null,
  };
}
