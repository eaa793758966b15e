import { type Connection, type Model, Schema } from 'mongoose';
import { newId } from '../store/ids.ts';

/** A program's key. The key itself is not stored, only its digest. */
export interface ApiKeyRecord {
  _id: string;
  name: string;
  scopes: string[];
  /** SHA-256; enough for a key that is 256 random bits. */
  digest: string;
  /** Its first characters, for people to tell keys apart. */
  hint: string;
  createdBy: { id: string; name: string };
  createdAt: Date;
  lastUsedAt: Date | null;
}

const schema = new Schema<ApiKeyRecord>(
  {
    _id: { type: String, default: newId },
    name: { type: String, required: true },
    scopes: [String],
    digest: { type: String, required: true },
    hint: String,
    createdBy: Object,
    createdAt: Date,
    lastUsedAt: { type: Date, default: null },
  },
  { versionKey: false },
);
schema.index({ digest: 1 }, { unique: true });
schema.index({ createdAt: -1, _id: -1 });

/** The collection of API keys, on the given connection. */
export function apiKeyModel(db: Connection): Model<ApiKeyRecord> {
  return db.models.ApiKey ?? db.model<ApiKeyRecord>('ApiKey', schema, 'apiKeys');
}
