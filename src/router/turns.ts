import { type Connection, type Model, Schema } from 'mongoose';
import type { TicketType } from '../../routing/types.ts';
import { type RoundRecord, roundModel } from '../decisions/round-model.ts';

/** Orders of a user's last automatic assignment, by type; absent = never. */
export type Turns = Partial<Record<TicketType, number>>;

interface TurnRecord {
  /** A user's id, or `#until`. */
  _id: string;
  last: Turns;
  /** Of `#until`: the instant up to which all rounds are in the records. */
  at: Date | null;
}

const UNTIL = '#until';
const MINUTE = 60_000;
/** Clocks of two routers may differ; what is read twice does no harm. */
const MARGIN = 10_000;

const schema = new Schema<TurnRecord>(
  { _id: String, last: Schema.Types.Mixed, at: Date },
  { versionKey: false, minimize: false },
);

/** A digest of the rounds, brought up to date now and then: the rounds themselves are the truth. */
export function turnModel(db: Connection): Model<TurnRecord> {
  return db.models.Turn ?? db.model<TurnRecord>('Turn', schema, 'turns');
}

/** Whom the router assigned last, and when in the last minute. */
export interface TurnBook {
  last: Map<string, Turns>;
  /** Instants of the automatic assignments of the last minute, by user. */
  recent: Map<string, number[]>;
}

/** Reads the digest and the rounds since. */
export async function readTurns(db: Connection, now: number): Promise<TurnBook> {
  const records = await turnModel(db).find().lean();
  const book: TurnBook = { last: new Map(), recent: new Map() };
  let until = 0;
  for (const { _id, last, at } of records) {
    if (_id === UNTIL) until = at?.getTime() ?? 0;
    else book.last.set(_id, { ...last });
  }
  const since = new Date(Math.min(until, now - MINUTE) - MARGIN);
  const rounds = roundModel(db)
    .find({ at: { $gte: since } })
    .sort({ at: 1 })
    .select('picks')
    .lean()
    .cursor();
  for await (const round of rounds) addRound(book, round, now);
  return book;
}

function addRound({ last, recent }: TurnBook, { picks }: Pick<RoundRecord, 'picks'>, now: number): void {
  for (const { owner, type, order, at } of picks) {
    if (owner === null || order === null) continue;
    const known = last.get(owner);
    last.set(owner, { ...known, [type]: Math.max(known?.[type] ?? 0, order) });
    if (at > now - MINUTE) recent.set(owner, [...(recent.get(owner) ?? []), at]);
  }
}

/** Brings the digest up to date: `turns` of the users who changed, all of them assigned by `until`. */
export async function writeTurns(
  db: Connection,
  turns: ReadonlyMap<string, Turns>,
  until: Date,
): Promise<void> {
  const grown = [...turns].map(([_id, last]) => ({
    updateOne: {
      filter: { _id },
      update: {
        $max: Object.fromEntries(Object.entries(last).map(([type, order]) => [`last.${type}`, order])),
      },
      upsert: true,
    },
  }));
  if (grown.length > 0) await turnModel(db).collection.bulkWrite(grown as never[], { ordered: false });
  await turnModel(db).updateOne({ _id: UNTIL }, { $set: { at: until } }, { upsert: true, timestamps: false });
}
