import { isDeepStrictEqual } from 'node:util';
import { type Connection, type Model, Schema } from 'mongoose';
import { channelModel } from '../channels/channel-model.ts';
import type { Cause } from './audience.ts';
import { DOWN_FOR_MS, nextOutage, type Outage, WELL } from './outage.ts';

/** A channel's outage as it is stored. */
interface OutageRecord {
  /** The channel's id. */
  _id: string;
  outage: Outage;
}

const schema = new Schema<OutageRecord>(
  { _id: String, outage: Schema.Types.Mixed },
  { versionKey: false, minimize: false },
);

/** The channels' outages, on the given connection. */
export function outageModel(db: Connection): Model<OutageRecord> {
  return db.models.Outage ?? db.model<OutageRecord>('Outage', schema, 'outages');
}

/**
 * Looks at the health of all channels and answers which outages the admins are to be told of. `settle` writes down
 * that they were; until then the same ones are answered again.
 */
export async function watchChannels(
  db: Connection,
  now: number,
): Promise<{ causes: Cause[]; settle(): Promise<void> }> {
  const channels = await channelModel(db).find({ deletedAt: null }).select('name enabled health').lean();
  const stored = new Map((await outageModel(db).find().lean()).map(({ _id, outage }) => [_id, outage]));
  const steps = channels.map((channel) => {
    const before = stored.get(channel._id) ?? WELL;
    const isDown = channel.enabled && channel.health.state === 'down';
    return { channel, before, after: nextOutage(before, isDown, now) };
  });
  const changed = steps.filter(({ before, after }) => !isDeepStrictEqual(before, after));
  return {
    causes: steps
      .filter(({ before, after }) => after.told && !before.told)
      .map(({ channel, after }) => causeOf(channel, after)),
    async settle() {
      for (const { channel, after: outage } of changed) {
        await outageModel(db).updateOne({ _id: channel._id }, { $set: { outage } }, { upsert: true });
      }
    },
  };
}

function causeOf({ _id, name }: { _id: string; name: string }, { downSince }: Outage): Cause {
  const since = downSince ?? 0;
  return {
    kind: 'channelDown',
    key: `channelDown:${_id}:${since}`,
    to: null,
    ticket: null,
    channel: { id: _id, name },
    teams: [],
    message: null,
    actor: null,
    at: new Date(since + DOWN_FOR_MS),
  };
}
