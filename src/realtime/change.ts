import type { ChannelRecord } from '../channels/channel-model.ts';
import type { MessageRecord } from '../messages/message-model.ts';
import type { NotificationRecord } from '../notifications/notification-model.ts';
import type { TicketEventRecord } from '../tickets/event-model.ts';
import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { UserRecord } from '../users/user-model.ts';

/** What the change stream tells of one write to a collection. */
interface ChangeOf<Collection extends string, Document> {
  /** The resume token: its text sorts as the changes came, and is the same in every process. */
  _id: { _data: string };
  collection: Collection;
  operation: 'insert' | 'update' | 'replace' | 'delete';
  id: string;
  /** As it is after the change, or already a later one; null when it is gone. */
  document: Document | null;
  /** The dotted names of the fields that an update touched. */
  fields: string[];
}

/** A write that a console may want to know of. */
export type Change =
  | ChangeOf<'tickets', TicketRecord>
  | ChangeOf<'messages', MessageRecord>
  | ChangeOf<'ticketEvents', TicketEventRecord>
  | ChangeOf<'notifications', NotificationRecord>
  | ChangeOf<'users', UserRecord>
  | ChangeOf<'channels', ChannelRecord>
  | ChangeOf<'sessions' | 'teams' | 'skills' | 'settings', null>;

/** A write to one collection. */
export type ChangeTo<Collection extends Change['collection']> = Extract<Change, { collection: Collection }>;

const WITH_DOCUMENT = ['tickets', 'messages', 'ticketEvents', 'notifications', 'users', 'channels'];
const WITHOUT_DOCUMENT = ['teams', 'skills', 'settings'];
const WRITES = ['insert', 'update', 'replace', 'delete'];

/** What never leaves the database with a change: large, or secret. */
const HIDDEN = ['fullDocument.words', 'fullDocument.passwordHash', 'fullDocument.settings'];

const touched = {
  $map: { input: { $objectToArray: '$updateDescription.updatedFields' }, as: 'field', in: '$$field.k' },
};

/** The stages by which the server picks those changes and gives them the shape of `Change`. */
export const changePipeline: object[] = [
  {
    $match: {
      operationType: { $in: WRITES },
      $or: [
        { 'ns.coll': { $in: [...WITH_DOCUMENT, ...WITHOUT_DOCUMENT] } },
        // Requests write to sessions all the time; only their end matters.
        { 'ns.coll': 'sessions', operationType: 'delete' },
      ],
    },
  },
  { $unset: HIDDEN },
  {
    $project: {
      collection: '$ns.coll',
      operation: '$operationType',
      id: '$documentKey._id',
      document: {
        $cond: [{ $in: ['$ns.coll', WITH_DOCUMENT] }, { $ifNull: ['$fullDocument', null] }, null],
      },
      fields: { $ifNull: [touched, []] },
    },
  },
];
