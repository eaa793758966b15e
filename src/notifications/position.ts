import { type Connection, type Model, Schema } from 'mongoose';

/** How far the notifier has come; the next one goes on from there. */
export interface PositionRecord {
  _id: 'notifier';
  /** Where the change stream goes on; null = from now. */
  token: unknown;
  /** Of the lease under which it was written: a deposed notifier does not take it back. */
  epoch: number;
  at: Date;
  /** Up to which instant tickets that wait too long were looked for. */
  waitingUpTo: Date | null;
}

const NOTIFIER = 'notifier';

const schema = new Schema<PositionRecord>(
  { _id: String, token: Schema.Types.Mixed, epoch: Number, at: Date, waitingUpTo: Date },
  { versionKey: false },
);

/** The notifier's position, on the given connection. */
export function positionModelOf(db: Connection): Model<PositionRecord> {
  return (
    db.models.NotifierPosition ?? db.model<PositionRecord>('NotifierPosition', schema, 'notifierPosition')
  );
}

/** Where the notifier before got to; null at the very first start. */
export function readPosition(db: Connection): Promise<PositionRecord | null> {
  return positionModelOf(db).findById(NOTIFIER).lean().exec();
}

/** Writes the position down, unless a later notifier did meanwhile. */
export async function savePosition(
  db: Connection,
  epoch: number,
  fields: Partial<Omit<PositionRecord, '_id' | 'epoch'>>,
): Promise<void> {
  const positions = positionModelOf(db);
  const made = { token: null, at: new Date(0), waitingUpTo: null, epoch: 0 };
  await positions.updateOne({ _id: NOTIFIER }, { $setOnInsert: made }, { upsert: true });
  await positions.updateOne({ _id: NOTIFIER, epoch: { $lte: epoch } }, { $set: { ...fields, epoch } });
}
