import type { Connection } from 'mongoose';
import { mailRouteFor } from '../channels/mail-route.ts';
import { outboxItem } from '../messages/outgoing.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { newId } from '../store/ids.ts';
import type { UserRecord } from '../users/user-model.ts';

/** Sends an invitation by the workspace's first email channel; without one, only the link in the answer invites. */
export async function mailInvitation(db: Connection, user: UserRecord, url: string, at: Date): Promise<void> {
  const route = await mailRouteFor(db, null);
  if (!route) return;
  const text = [
    `Hello ${user.name},`,
    'you are invited to answer customers in Deskroute. Open this link to choose your password:',
    url,
  ].join('\n\n');
  const notice = { to: user.email, subject: 'Your invitation to Deskroute', text };
  await outboxModel(db).create(
    outboxItem({ _id: newId(), channel: route.channel, ticket: null, at, notice }),
  );
}
