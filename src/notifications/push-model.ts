import { type Connection, type Model, Schema } from 'mongoose';

/** A browser that wants to be woken for somebody's notifications. */
export interface PushSubscriptionRecord {
  /** Digest of the endpoint: a browser has one, whoever uses it. */
  _id: string;
  user: string;
  /** The sign-in in which it was asked for: whoever signs out is woken there no more. */
  session: string;
  /** The address at the browser's push service. A secret: whoever knows it may disturb. */
  endpoint: string;
  keys: { p256dh: string; auth: string };
  /** Such as "Firefox on Linux". */
  device: string;
  createdAt: Date;
}

/** The key by which push services know us (VAPID, RFC 8292); made once, since subscriptions are bound to it. */
export interface PushKeyRecord {
  _id: 'vapid';
  publicKey: string;
  /** Encrypted. */
  privateKey: string;
}

const subscriptionSchema = new Schema<PushSubscriptionRecord>(
  {
    _id: String,
    user: String,
    session: String,
    endpoint: String,
    keys: Schema.Types.Mixed,
    device: String,
    createdAt: Date,
  },
  { versionKey: false },
);
subscriptionSchema.index({ user: 1, createdAt: 1 });

const keySchema = new Schema<PushKeyRecord>(
  { _id: String, publicKey: String, privateKey: String },
  { versionKey: false },
);

/** The browsers to be woken, on the given connection. */
export function pushSubscriptionModel(db: Connection): Model<PushSubscriptionRecord> {
  return (
    db.models.PushSubscription ??
    db.model<PushSubscriptionRecord>('PushSubscription', subscriptionSchema, 'pushSubscriptions')
  );
}

/** Where the one key is, on the given connection. */
export function pushKeyModel(db: Connection): Model<PushKeyRecord> {
  return db.models.PushKey ?? db.model<PushKeyRecord>('PushKey', keySchema, 'pushKeys');
}
