import type { Connection } from 'mongoose';
import { mailRouteFor } from '../channels/mail-route.ts';
import { outboxItem } from '../messages/outgoing.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import type { UserRecord } from '../users/user-model.ts';
import type { Invitation } from './invitations.ts';

/**
 * Sends an invitation by the workspace's first email channel, the same one once; without such a channel, only the link in
 * the answer invites.
 */
export async function mailInvitation(
  db: Connection,
  user: UserRecord,
  { id, url }: Invitation,
  at: Date,
): Promise<void> {
  const route = await mailRouteFor(db, null);
  if (!route) return;
  const text = [
    `Hello ${user.name},`,
    'you are invited to answer customers in Deskroute. Open this link to choose your password:',
    url,
  ].join('\n\n');
  const notice = { to: user.email, subject: 'Your invitation to Deskroute', text };
  const { _id, ...item } = outboxItem({ _id: id, channel: route.channel, ticket: null, at, notice });
  await outboxModel(db).updateOne({ _id }, { $setOnInsert: item }, { upsert: true });
}
