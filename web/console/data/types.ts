// The shapes of the API, taken from the schemas that check its requests and answers: the console keeps no copy.
import type { z } from 'zod';
import type {
  CannedReplySchema,
  FilledReplySchema,
} from '../../../src/canned-replies/canned-reply-schemas.ts';
import type { ChannelSchema } from '../../../src/channels/channel-schemas.ts';
import type { ContactSchema } from '../../../src/contacts/contact-schemas.ts';
import type { DecisionSchema } from '../../../src/decisions/decision-routes.ts';
import type { DraftSchema } from '../../../src/drafts/draft-schemas.ts';
import type { FileSchema, MessageSchema } from '../../../src/messages/message-schemas.ts';
import type { SavedViewSchema, TicketCountsSchema } from '../../../src/saved-views/saved-view-schemas.ts';
import type { SessionSchema } from '../../../src/sessions/session-routes.ts';
import type {
  BulkChange,
  BulkResultSchema,
  TicketEventSchema,
  TicketItemSchema,
  TicketSchema,
  View,
} from '../../../src/tickets/ticket-schemas.ts';
import type { UserSchema } from '../../../src/users/user-schemas.ts';

export type { View };
export type Counts = z.infer<typeof TicketCountsSchema>;
export type Ticket = z.infer<typeof TicketSchema>;
export type BulkInput = z.input<typeof BulkChange>;
export type BulkAnswer = z.infer<typeof BulkResultSchema>;
export type TicketItem = z.infer<typeof TicketItemSchema>;
export type TicketEvent = z.infer<typeof TicketEventSchema>;
export type Message = z.infer<typeof MessageSchema>;
export type StoredFile = z.infer<typeof FileSchema>;
export type User = z.infer<typeof UserSchema>;
export type Session = z.infer<typeof SessionSchema>;
export type Channel = z.infer<typeof ChannelSchema>;
export type Draft = z.infer<typeof DraftSchema>;
export type CannedReply = z.infer<typeof CannedReplySchema>;
export type FilledReply = z.infer<typeof FilledReplySchema>;
export type SavedView = z.infer<typeof SavedViewSchema>;
export type Contact = z.infer<typeof ContactSchema>;
export type Decision = z.infer<typeof DecisionSchema>;

/** A page of a list. */
export interface Listing<Item> {
  items: Item[];
  next: string | null;
}

/** What everyone may know of a channel. */
export type ChannelName = Pick<Channel, 'id' | 'kind' | 'name' | 'enabled' | 'health'>;
