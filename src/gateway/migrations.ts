import { fileModel } from '../files/file-model.ts';
import type { Migration } from '../store/migrations.ts';

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
];
