import type { Connection } from 'mongoose';
import { channelModel } from './channel-model.ts';

/** The way out of an answer by mail: the channel that sends it, and the domain of its Message-ID. */
export interface MailRoute {
  channel: string;
  domain: string;
}

/** The email channel for answers of a channel: itself, the one it names, else the workspace's oldest; null = none. */
export async function mailRouteFor(db: Connection, channelId: string | null): Promise<MailRoute | null> {
  const channels = await channelModel(db)
    .find({ deletedAt: null, $or: [{ kind: 'email' }, { _id: channelId }] })
    .sort({ _id: 1 })
    .select('kind settings.address settings.replyChannel')
    .lean();
  const own = channels.find((c) => c._id === channelId);
  const mail = channels.filter((c) => c.kind === 'email');
  const chosen =
    own?.kind === 'email' ? own : (mail.find((c) => c._id === own?.settings.replyChannel) ?? mail[0]);
  if (!chosen) return null;
  const { address } = chosen.settings;
  return {
    channel: chosen._id,
    domain: (typeof address === 'string' && address.split('@')[1]) || 'deskroute',
  };
}
