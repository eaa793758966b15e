import type { MessageRecord } from '../messages/message-model.ts';

/** What threading looks at of an earlier message. */
export type Known = Pick<
  MessageRecord,
  | '_id'
  | 'ticket'
  | 'channel'
  | 'externalId'
  | 'copyId'
  | 'messageId'
  | 'inReplyTo'
  | 'from'
  | 'to'
  | 'cc'
  | 'direction'
>;

/** The fields of `Known`, to be selected. */
export const KNOWN_FIELDS = 'ticket channel externalId copyId messageId inReplyTo from to cc direction';
