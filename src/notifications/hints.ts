import type { mongo } from 'mongoose';

/** That something may have happened which people are told of; what exactly, the database says. */
export interface Hint {
  what: 'assigned' | 'unassigned' | 'message';
  /** Of the ticket or the message. */
  id: string;
}

/** An entry of the change stream, as far as it is looked at. */
export type Change = mongo.ChangeStreamDocument<{ _id: string }>;

/** What the stream leaves out: all that hints do not need, above all what people wrote. */
export const HINT_PIPELINE: object[] = [
  {
    $match: {
      $or: [
        {
          'ns.coll': 'messages',
          operationType: 'insert',
          'fullDocument.direction': { $in: ['in', 'note'] },
        },
        { 'ns.coll': 'tickets', operationType: { $in: ['insert', 'update'] } },
      ],
    },
  },
  { $unset: ['fullDocument.text', 'fullDocument.html', 'fullDocument.words', 'fullDocument.fields'] },
];

/** What an entry of the change stream hints at. */
export function hintsOf(change: Change): Hint[] {
  if (change.operationType === 'insert') {
    const { _id: id } = change.fullDocument;
    if (change.ns.coll === 'messages') return [{ what: 'message', id }];
    return [ownerOf(change.fullDocument) === null ? { what: 'unassigned', id } : { what: 'assigned', id }];
  }
  if (change.operationType !== 'update') return [];
  const updated: object = change.updateDescription.updatedFields ?? {};
  const id = change.documentKey._id;
  const owner = 'owner' in updated ? updated.owner : undefined;
  if (typeof owner === 'string') return [{ what: 'assigned', id }];
  const isRouted = Object.keys(updated).some((field) => field === 'routing' || field.startsWith('routing.'));
  return owner === null || isRouted ? [{ what: 'unassigned', id }] : [];
}

function ownerOf(document: object): unknown {
  return 'owner' in document ? (document.owner ?? null) : null;
}
