import { type Connection, type Model, Schema } from 'mongoose';

/** A link that works once. Only its digest is stored. */
export interface TokenRecord {
  /** SHA-256 of the token. */
  _id: string;
  kind: 'setup' | 'invitation';
  /** Whose password it sets; null for the set-up link. */
  user: string | null;
  expiresAt: Date;
}

const schema = new Schema<TokenRecord>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: ['setup', 'invitation'], required: true },
    user: { type: String, default: null },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });
schema.index({ kind: 1, user: 1 });

/** The collection of one-time links, on the given connection. */
export function tokenModel(db: Connection): Model<TokenRecord> {
  return db.models.Token ?? db.model<TokenRecord>('Token', schema, 'tokens');
}
