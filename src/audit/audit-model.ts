import { type Connection, type Model, Schema } from 'mongoose';
import { newId } from '../store/ids.ts';

/** One field that changed; null stands for nothing there. */
export interface AuditChange {
  /** Dotted. */
  path: string;
  from: unknown;
  to: unknown;
}

/** Who did what to which thing. */
export interface AuditRecord {
  _id: string;
  at: Date;
  actor: { kind: 'user' | 'key' | 'system'; id: string; name: string };
  /** A verb, such as `create`, `change`, `delete`. */
  action: string;
  target: { kind: string; id: string; name: string };
  changes: AuditChange[];
}

const schema = new Schema<AuditRecord>(
  {
    _id: { type: String, default: newId },
    at: { type: Date, required: true },
    actor: { type: Object, required: true },
    action: { type: String, required: true },
    target: { type: Object, required: true },
    changes: { type: [Object], default: [] },
  },
  { versionKey: false, minimize: false },
);
schema.index({ at: -1, _id: -1 });
schema.index({ 'actor.id': 1, at: -1, _id: -1 });
schema.index({ 'target.kind': 1, 'target.id': 1, at: -1, _id: -1 });

/** The collection of admin changes, on the given connection. */
export function auditModel(db: Connection): Model<AuditRecord> {
  return db.models.AuditLog ?? db.model<AuditRecord>('AuditLog', schema, 'auditLog');
}
