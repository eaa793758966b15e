import type { Connection } from 'mongoose';
import { channelModel } from '../channels/channel-model.ts';
import { readNotificationSending } from '../settings/settings.ts';

/** By which email channel notifications are mailed, or why they cannot be. */
export interface MailSender {
  /** The channel's id; null = none. */
  channel: string | null;
  /** Why mail is not possible, for an admin to read; null = it is. */
  obstacle: string | null;
}

/** The channel that the workspace chose for its notifications, else its oldest email channel. */
export async function findMailSender(db: Connection): Promise<MailSender> {
  const { sender } = await readNotificationSending(db);
  const channels = await channelModel(db)
    .find({ deletedAt: null, kind: 'email' })
    .sort({ _id: 1 })
    .select('name enabled')
    .lean();
  const chosen = sender === null ? channels.find((c) => c.enabled) : channels.find((c) => c._id === sender);
  if (chosen?.enabled) return { channel: chosen._id, obstacle: null };
  return { channel: null, obstacle: obstacleOf(sender, chosen, channels.length) };
}

function obstacleOf(sender: string | null, chosen: { name: string } | undefined, count: number): string {
  if (chosen) return `The email channel ${chosen.name}, which sends notifications, is switched off.`;
  if (sender !== null) return 'The email channel that was to send notifications is gone. Choose another one.';
  return count === 0
    ? 'There is no email channel to send notifications by. Add one.'
    : 'All email channels are switched off.';
}
