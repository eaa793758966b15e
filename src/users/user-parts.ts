import type { Connection } from 'mongoose';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { FailedSignIns } from '../sessions/failed-sign-ins.ts';
import type { Invitation, Invitations } from '../setup/invitations.ts';
import type { UserRecord } from './user-model.ts';

/** What the operations on users need. */
export interface UserParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  invitations: Invitations;
  failedSignIns: FailedSignIns;
  /** Called once a user is deactivated, to hand their open tickets over. */
  onDeactivated?(userId: string): Promise<void>;
  /** Called with each invitation where mail can be sent. */
  sendInvitation?(user: UserRecord, invitation: Invitation): Promise<void>;
}
