import type { Connection } from 'mongoose';
import { ChannelError, type FileStore, type OutboundMessage } from '../../adapters/adapter.ts';
import { contactModel } from '../contacts/contact-model.ts';
import { type MessageRecord, messageModel } from '../messages/message-model.ts';
import { ticketToken } from '../tickets/ticket-token.ts';
import type { OutboxRecord } from './outbox-model.ts';

export interface OutboundParts {
  db: Connection;
  files: FileStore;
  /** The domain of a notice's Message-ID. */
  mailDomain: string;
  sign(text: string): string;
}

/** What an adapter is given to send for an item of the outbox. Throws a permanent ChannelError when the message is gone. */
export async function composeOutbound(item: OutboxRecord, parts: OutboundParts): Promise<OutboundMessage> {
  if (item.notice) return composeNotice(item, item.notice, parts);
  const message = await messageModel(parts.db).findById(item._id).lean();
  if (!message) throw new ChannelError('permanent', 'The message was erased before it was sent.');
  return composeMessage(message, parts);
}

async function composeMessage(message: MessageRecord, parts: OutboundParts): Promise<OutboundMessage> {
  const [address = null] = message.to;
  const contact = address === null ? null : await contactModel(parts.db).findOne({ emails: address }).lean();
  return {
    id: message._id,
    messageId: message.messageId ?? `${message._id}@${parts.mailDomain}`,
    to: { name: contact?.name ?? null, email: address, phone: null },
    cc: message.cc,
    bcc: message.bcc,
    subject: message.subject ?? '',
    text: message.text,
    html: message.html,
    attachments: message.attachments.map((file) => ({ ...file, open: () => parts.files.open(file.id) })),
    inReplyTo: message.inReplyTo,
    references: message.references,
    token: ticketToken(message.ticket, parts.sign),
    automatic: message.automatic !== null,
    at: message.at.getTime(),
  };
}

function composeNotice(
  item: OutboxRecord,
  notice: NonNullable<OutboxRecord['notice']>,
  parts: OutboundParts,
): OutboundMessage {
  return {
    id: item._id,
    messageId: `${item._id}@${parts.mailDomain}`,
    to: { name: null, email: notice.to, phone: null },
    cc: [],
    bcc: [],
    subject: notice.subject,
    text: notice.text,
    html: null,
    attachments: [],
    inReplyTo: null,
    references: [],
    token: notice.token ?? null,
    automatic: true,
    at: item.at.getTime(),
  };
}
