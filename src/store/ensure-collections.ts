import type { Connection, Model } from 'mongoose';

/** What names a collection with its indexes: a feature's model. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its documents are like
type ModelOf = (db: Connection) => Model<any>;

/**
 * Makes every collection with its indexes, in one command each and side by side; what is there already stays.
 * Mongoose by itself would send a command for each index, one after the other.
 */
export async function ensureCollections(db: Connection, models: readonly ModelOf[]): Promise<void> {
  await Promise.all(
    models.map(async (modelOf) => {
      const model = modelOf(db);
      await model.createCollection();
      const indexes = model.schema.indexes().map(([key, { background: _, ...options }]) => ({
        key,
        name: Object.entries(key).flat().join('_'),
        ...options,
      }));
      const command = { createIndexes: model.collection.collectionName, indexes };
      if (indexes.length > 0) await db.getClient().db(db.name).command(command);
    }),
  );
}
