import { newId } from '../store/ids.ts';
import type { MessageRecord } from './message-model.ts';

/** A message as it is stored, with everything that is not given left empty. */
export function storedMessage(
  of: Pick<MessageRecord, 'ticket' | 'direction' | 'author' | 'text' | 'at'> & Partial<MessageRecord>,
): MessageRecord {
  return {
    _id: newId(),
    channel: null,
    html: null,
    attachments: [],
    storedAt: of.at,
    from: null,
    to: [],
    cc: [],
    bcc: [],
    subject: null,
    externalId: null,
    copyId: null,
    messageId: null,
    inReplyTo: null,
    references: [],
    automatic: null,
    raw: null,
    late: false,
    delivery: null,
    mentions: [],
    held: null,
    mergedFrom: null,
    ...of,
  };
}
