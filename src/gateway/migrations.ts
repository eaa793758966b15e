import { PRIORITIES } from '../../routing/types.ts';
import { fileModel } from '../files/file-model.ts';
import type { Migration } from '../store/migrations.ts';
import { NOBODY_WAITS, ticketModel } from '../tickets/ticket-model.ts';

/** Changes of stored data since the first release, in their order. New ones go to the end. */
export const migrations: readonly Migration[] = [
  {
    // The sweep only sees files with a date; those stored before it came had none.
    name: '001-let-the-sweep-see-older-files',
    async up(db) {
      await fileModel(db).updateMany(
        { 'metadata.checkAt': { $exists: false } },
        { $set: { 'metadata.checkAt': new Date() } },
      );
    },
  },
  {
    // Lists by priority and by waiting leave out tickets without these.
    name: '002-give-tickets-their-place-in-lists',
    async up(db) {
      const urgency = { $max: [0, { $indexOfArray: [PRIORITIES, '$priority'] }] };
      const fields = { waitsFrom: NOBODY_WAITS, snoozedUntil: null, wokeUp: null, merged: null };
      await ticketModel(db).collection.updateMany({ urgency: { $exists: false } }, [
        { $set: { ...fields, lastReplyAt: null, urgency } },
      ]);
    },
  },
];
