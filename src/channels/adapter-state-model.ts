import { type Connection, type Model, Schema } from 'mongoose';

/** What an adapter remembers between runs, such as its position in a mailbox. */
export interface AdapterStateRecord {
  /** Channel id and key, with a colon between. */
  _id: string;
  value: unknown;
}

const schema = new Schema<AdapterStateRecord>(
  { _id: String, value: Schema.Types.Mixed },
  { versionKey: false, minimize: false },
);

/** What all adapters remember. */
export function adapterStateModel(db: Connection): Model<AdapterStateRecord> {
  return db.models.AdapterState ?? db.model<AdapterStateRecord>('AdapterState', schema, 'adapterStates');
}
