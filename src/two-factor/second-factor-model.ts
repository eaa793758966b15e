import { type Connection, type Model, Schema } from 'mongoose';

/** Somebody's second factor: the secret shared with their authenticator app, and codes for when that is lost. */
export interface SecondFactorRecord {
  /** The user's id. */
  _id: string;
  /** Base32, encrypted. */
  secret: string;
  /** null = set up, but not proven yet: it is not asked for. */
  confirmedAt: Date | null;
  /** The time step of the last code that was used: neither it nor an earlier one works again (RFC 6238, 5.2). */
  lastStep: number;
  /** HMACs of the recovery codes that are left. */
  recovery: string[];
}

const schema = new Schema<SecondFactorRecord>(
  { _id: String, secret: String, confirmedAt: Date, lastStep: Number, recovery: [String] },
  { versionKey: false },
);

/** Everybody's second factor, on the given connection. */
export function secondFactorModel(db: Connection): Model<SecondFactorRecord> {
  return db.models.SecondFactor ?? db.model<SecondFactorRecord>('SecondFactor', schema, 'secondFactors');
}
