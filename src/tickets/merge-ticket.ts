import type { ClientSession, Connection } from 'mongoose';
import { type DraftRecord, draftId, draftModel } from '../drafts/draft-model.ts';
import { BadInput, Conflict, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { messageModel } from '../messages/message-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket, refuseMerged, writeTicket } from './change-ticket.ts';
import { editTicket, hasOwnerLeft } from './edit-ticket.ts';
import { ticketEventModel } from './event-model.ts';
import { ownership } from './set-owner.ts';
import { NOBODY_WAITS, type TicketRecord, ticketModel } from './ticket-model.ts';

/** Who does it, and when. */
export interface By {
  actor: Actor;
  at: Date;
}

/**
 * Makes one conversation of two tickets: what was said on one moves into the other, whatever customers write on it
 * later joins there, and it closes. Throws BadInput for a ticket into itself, Conflict for merged ones.
 */
export async function mergeTicket(
  db: Connection,
  { from, into }: { from: string; into: string },
  by: By,
): Promise<TicketRecord> {
  return inTransaction(db, async (session) => {
    const source = await findTicket(db, from, session);
    const target = await findTicket(db, into, session).catch((cause: unknown) => {
      throw cause instanceof NotFound ? noSuchTarget() : cause;
    });
    if (source._id === target._id)
      throw new BadInput([{ path: 'into', message: 'Choose another ticket than itself.' }]);
    for (const ticket of [source, target]) refuseMerged(ticket);
    await moveMessages(db, source._id, target._id, session);
    await moveDrafts(db, source._id, target._id, session);
    await writeTicket(db, session, source, mergedSource(source, target, by.at), { ...by, kind: 'merged' });
    const set = await mergedTarget(db, { source, target }, by, session);
    const merged = await writeTicket(db, session, target, set, { ...by, kind: 'merged' });
    await tellTarget(db, { ticket: target._id, other: source.number, kind: 'merged' }, by, session);
    return merged;
  });
}

function noSuchTarget(): BadInput {
  return new BadInput([{ path: 'into', message: 'There is no such ticket.' }]);
}

/** Each message keeps where it was written, so that the merge can be undone. */
async function moveMessages(
  db: Connection,
  from: string,
  into: string,
  session: ClientSession,
): Promise<void> {
  const messages = messageModel(db);
  const own = { ticket: from, mergedFrom: null };
  await messages.updateMany(own, { $set: { ticket: into, mergedFrom: from } }, { session });
  await messages.updateMany({ ticket: from }, { $set: { ticket: into } }, { session });
}

/** A draft of somebody who has begun one on the other ticket, too, stays where it is. */
async function moveDrafts(db: Connection, from: string, into: string, session: ClientSession): Promise<void> {
  const drafts = draftModel(db);
  const [found, there]: [DraftRecord[], DraftRecord[]] = [
    await drafts.find({ ticket: from }, null, { session }).lean(),
    await drafts.find({ ticket: into }, null, { session }).lean(),
  ];
  const taken = new Set(there.map((draft) => draft.user));
  const moving = found.filter((draft) => !taken.has(draft.user));
  if (moving.length === 0) return;
  const moved = moving.map((draft) => ({ ...draft, _id: draftId(draft.user, into), ticket: into }));
  await drafts.insertMany(moved, { session });
  await drafts.deleteMany({ _id: { $in: moving.map((draft) => draft._id) } }, { session });
}

function mergedSource(source: TicketRecord, target: TicketRecord, at: Date): Partial<TicketRecord> {
  return {
    merged: { into: target._id, number: target.number, at, status: source.status },
    status: 'closed',
    open: false,
    closedAt: source.closedAt ?? at,
    updatedAt: at,
    waitsFrom: NOBODY_WAITS,
    snoozedUntil: null,
    wokeUp: null,
    routing: { ...source.routing, state: 'settled', retryOn: [], retryAt: null, answerBy: null },
  };
}

/** The target takes what it lacks: an owner, a contact, tags; and it is open when either was. */
async function mergedTarget(
  db: Connection,
  { source, target }: { source: TicketRecord; target: TicketRecord },
  { at }: By,
  session: ClientSession,
): Promise<Partial<TicketRecord>> {
  const later = source.lastMessageAt > target.lastMessageAt ? source : target;
  const reopening = { status: 'open' } as const;
  const ownerLeft = source.open && (await hasOwnerLeft(db, target, reopening, session));
  const reopened = source.open && !target.open ? editTicket(target, reopening, { at, ownerLeft }) : null;
  const now = { ...target, ...reopened };
  const lacksOwner = source.open && source.owner !== null && now.owner === null;
  const change = { user: source.owner, team: target.team ?? source.team };
  return {
    ...reopened,
    ...(lacksOwner ? ownership(now, change, at) : {}),
    contact: target.contact ?? source.contact,
    tags: [...new Set([...target.tags, ...source.tags])],
    words: [...new Set([...target.words, ...source.words])],
    snippet: later.snippet,
    lastMessageAt: later.lastMessageAt,
    lastReplyAt: latest(source.lastReplyAt, target.lastReplyAt),
    waitsFrom: source.open && source.waitsFrom < target.waitsFrom ? source.waitsFrom : target.waitsFrom,
    updatedAt: at,
  };
}

function latest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** The target's own timeline says what joined it, or left it again. */
export async function tellTarget(
  db: Connection,
  of: { ticket: string; other: number; kind: 'merged' | 'unmerged' },
  { actor, at }: By,
  session: ClientSession,
): Promise<void> {
  const [from, to] = of.kind === 'merged' ? [null, of.other] : [of.other, null];
  const changes = [{ field: 'mergedFrom', from, to }];
  const who = { kind: actor.kind, id: actor.id, name: actor.name };
  const event = { ticket: of.ticket, kind: of.kind, actor: who, changes, at };
  await ticketEventModel(db).create([event], { session });
}

/** The tickets that were merged into one, directly or through others. */
export async function originsOf(db: Connection, id: string, session?: ClientSession): Promise<string[]> {
  const origins: string[] = [];
  for (let into = [id]; into.length > 0; ) {
    const found = await ticketModel(db)
      .find({ 'merged.into': { $in: into } }, { _id: 1 }, session ? { session } : {})
      .lean();
    into = found.map((ticket) => ticket._id);
    origins.push(...into);
  }
  return origins;
}

/** Throws Conflict for a ticket that is not merged. */
export function requireMerged({ merged }: TicketRecord): NonNullable<TicketRecord['merged']> {
  if (!merged) throw new Conflict('not-merged', 'This ticket is not merged into another.');
  return merged;
}
