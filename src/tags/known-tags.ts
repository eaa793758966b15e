import type { Connection } from 'mongoose';
import { isDuplicateKey } from '../store/connection.ts';
import { newId } from '../store/ids.ts';
import { BY_NAME, tagModel } from './tag-model.ts';

/** Tags as the workspace writes them, each once; those that nobody used before join its list. */
export async function knownTags(db: Connection, names: readonly string[], at: Date): Promise<string[]> {
  if (names.length === 0) return [];
  const known = await findNames(db, names);
  const fresh = distinct(names).filter((name) => !known.has(keyOf(name)));
  if (fresh.length === 0) return distinct(names.map((name) => known.get(keyOf(name)) ?? name));
  const records = fresh.map((name) => ({ _id: newId(), name, change: null, createdAt: at }));
  // Somebody else may use the same new one at this instant.
  await tagModel(db)
    .insertMany(records, { ordered: false })
    .catch((error: unknown) => {
      if (!isDuplicateKey(error)) throw error;
    });
  const all = await findNames(db, names);
  return distinct(names.map((name) => all.get(keyOf(name)) ?? name));
}

async function findNames(db: Connection, names: readonly string[]): Promise<Map<string, string>> {
  const found = await tagModel(db)
    .find({ name: { $in: [...names] } })
    .collation(BY_NAME)
    .select('name')
    .lean();
  return new Map(found.map(({ name }) => [keyOf(name), name]));
}

/** Each once, as it was written first. */
function distinct(names: readonly string[]): string[] {
  const first = new Map(names.toReversed().map((name) => [keyOf(name), name]));
  return [...new Set(names.map((name) => first.get(keyOf(name)) ?? name))];
}

/** Near enough to the collation: what it takes for the same and this does not stays as it was written. */
function keyOf(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
