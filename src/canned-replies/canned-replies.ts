import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import type { Files } from '../files/files.ts';
import { reaches } from '../http/access.ts';
import { definedOnly } from '../http/defined-only.ts';
import { Conflict, NotAllowed, NotFound } from '../http/errors.ts';
import { decodeCursor, type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import { inTransaction, isDuplicateKey } from '../store/connection.ts';
import { type CannedReplyRecord, cannedReplyModel } from './canned-reply-model.ts';
import type { CannedReplyChange, CannedReplyQuery, NewCannedReply } from './canned-reply-schemas.ts';

/** What the operations on canned replies need. */
export interface CannedReplyParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
  files: Files;
}

/** The operations on canned replies. Whoever asks sees their own and the shared ones. */
export interface CannedReplies {
  /** Throws NotFound for somebody else's. */
  find(actor: Actor, id: string): Promise<CannedReplyRecord>;
  /** By shortcut. */
  list(actor: Actor, query: z.infer<typeof CannedReplyQuery>): Promise<Page<CannedReplyRecord>>;
  /** Throws NotAllowed for a shared one by an agent, Conflict for a taken shortcut. */
  create(actor: Actor, input: z.infer<typeof NewCannedReply>, made: string): Promise<CannedReplyRecord>;
  change(actor: Actor, id: string, change: z.infer<typeof CannedReplyChange>): Promise<CannedReplyRecord>;
  remove(actor: Actor, id: string): Promise<void>;
}

const Position = z.tuple([z.string(), z.string()]);

/** Makes the operations on canned replies. */
export function createCannedReplies(parts: CannedReplyParts): CannedReplies {
  const { db, clock, files } = parts;
  const replies = cannedReplyModel(db);

  async function find(actor: Actor, id: string): Promise<CannedReplyRecord> {
    const reply = await replies.findOne({ _id: id, owner: { $in: [actor.id, null] } }).lean();
    if (!reply) throw new NotFound('canned reply');
    return reply;
  }

  async function findToChange(actor: Actor, id: string): Promise<CannedReplyRecord> {
    const reply = await find(actor, id);
    if (reply.owner === null) requireAdmin(actor);
    return reply;
  }

  return {
    find,
    async list(actor, { q, limit, cursor }) {
      const [shortcut, id] = decodeCursor(cursor, Position) ?? ['', ''];
      const later = [{ shortcut: { $gt: shortcut } }, { shortcut, _id: { $gt: id } }];
      const found = await replies
        .find({ $and: [{ owner: { $in: [actor.id, null] } }, { $or: later }, searchFilter(q)] })
        .sort({ shortcut: 1, _id: 1 })
        .limit(limit + 1)
        .lean();
      return page(found, limit, (r) => [r.shortcut, r._id]);
    },
    async create(actor, { shared, ...input }, made) {
      if (shared) requireAdmin(actor);
      const earlier = await replies.findById(made).lean();
      if (earlier) return earlier;
      const attachments = await files.require(input.attachments, actor);
      const at = new Date(clock.now());
      const owner = shared ? null : actor.id;
      const after = { ...input, _id: made, attachments, owner, createdAt: at, updatedAt: at };
      await save(parts, actor, { before: null, after });
      return after;
    },
    async change(actor, id, { attachments: ids, ...change }) {
      const before = await findToChange(actor, id);
      const attachments = ids ? await files.require(ids, actor) : before.attachments;
      const updatedAt = new Date(clock.now());
      const after = { ...before, ...definedOnly(change), attachments, updatedAt };
      await save(parts, actor, { before, after });
      return after;
    },
    async remove(actor, id) {
      await save(parts, actor, { before: await findToChange(actor, id), after: null });
    },
  };
}

/** Writes a change, and for a shared reply what changed into the audit log. */
async function save(
  { db, audit }: CannedReplyParts,
  actor: Actor,
  { before, after }: { before: CannedReplyRecord | null; after: CannedReplyRecord | null },
): Promise<void> {
  const reply = after ?? before;
  if (!reply) return;
  await inTransaction(db, async (session) => {
    const replies = cannedReplyModel(db);
    if (after) await replies.replaceOne({ _id: reply._id }, after, { upsert: true, session });
    else await replies.deleteOne({ _id: reply._id }, { session });
    const changes = diff(before && audited(before), after && audited(after));
    if (reply.owner !== null || changes.length === 0) return;
    const action = before === null ? 'create' : after === null ? 'delete' : 'change';
    const target = { kind: 'canned-reply', id: reply._id, name: reply.shortcut };
    await audit.record({ actor, action, target, changes }, session);
  }).catch(refuseTakenShortcut);
}

function refuseTakenShortcut(error: unknown): never {
  if (!isDuplicateKey(error)) throw error;
  const message = 'There is one with this shortcut already.';
  throw new Conflict('shortcut-taken', message, [{ path: 'shortcut', message }]);
}

function requireAdmin(actor: Actor): void {
  if (!reaches(actor.role, 'admin')) throw new NotAllowed('Only admins make and change what everybody uses.');
}

function audited({ shortcut, title, text, html, attachments }: CannedReplyRecord) {
  return { shortcut, title, text, html, attachments: attachments.map((file) => file.name) };
}

function searchFilter(q: string | undefined): object {
  if (q === undefined) return {};
  const part = new RegExp(q.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  return { $or: [{ shortcut: part }, { title: part }, { text: part }] };
}
