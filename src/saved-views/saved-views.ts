import type { Connection } from 'mongoose';
import type { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { reaches } from '../http/access.ts';
import { definedOnly } from '../http/defined-only.ts';
import { Conflict, NotAllowed, NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { refuseTakenName } from '../http/taken-name.ts';
import { inTransaction } from '../store/connection.ts';
import { type SavedViewRecord, savedViewModel } from './saved-view-model.ts';
import type { NewSavedView, SavedViewChange } from './saved-view-schemas.ts';

/** So many views somebody may keep, and so many the workspace; their counts are asked for together. */
const MOST = 50;

/** What the operations on saved views need. */
export interface SavedViewParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
}

/** The operations on saved views. */
export interface SavedViews {
  /** The caller's own and the shared ones, by name. */
  list(actor: Actor): Promise<SavedViewRecord[]>;
  /** Throws NotAllowed for a shared one by an agent, Conflict for a taken name or one too many. */
  create(actor: Actor, input: z.infer<typeof NewSavedView>, made: string): Promise<SavedViewRecord>;
  /** Throws NotFound for somebody else's. */
  change(actor: Actor, id: string, change: z.infer<typeof SavedViewChange>): Promise<SavedViewRecord>;
  remove(actor: Actor, id: string): Promise<void>;
}

/** Makes the operations on saved views. */
export function createSavedViews({ db, clock, audit }: SavedViewParts): SavedViews {
  const views = savedViewModel(db);

  /** Writes a change, and for a shared view what changed into the audit log. */
  async function save(
    actor: Actor,
    action: 'create' | 'change' | 'delete',
    { before, after }: { before: SavedViewRecord | null; after: SavedViewRecord | null },
  ): Promise<void> {
    const view = after ?? before;
    if (!view) return;
    await inTransaction(db, async (session) => {
      if (after) await views.replaceOne({ _id: view._id }, after, { upsert: true, session });
      else await views.deleteOne({ _id: view._id }, { session });
      const changes = diff(before && audited(before), after && audited(after));
      const target = { kind: 'saved-view', id: view._id, name: view.name };
      if (view.owner === null && changes.length > 0)
        await audit.record({ actor, action, target, changes }, session);
    }).catch(refuseTakenName);
  }

  async function findToChange(actor: Actor, id: string): Promise<SavedViewRecord> {
    const view = await views.findOne({ _id: id, owner: { $in: [actor.id, null] } }).lean();
    if (!view) throw new NotFound('saved view');
    if (view.owner === null) requireAdmin(actor);
    return view;
  }

  return {
    list: (actor) =>
      views
        .find({ owner: { $in: [actor.id, null] } })
        .sort({ name: 1, _id: 1 })
        .lean(),
    async create(actor, { shared, ...input }, made) {
      if (shared) requireAdmin(actor);
      const owner = shared ? null : actor.id;
      const earlier = await views.findById(made).lean();
      if (earlier) return earlier;
      if ((await views.countDocuments({ owner })) >= MOST)
        throw new Conflict('too-many', `There are ${MOST} of them already; delete one first.`);
      const at = new Date(clock.now());
      const after = { _id: made, ...input, owner, createdAt: at, updatedAt: at };
      await save(actor, 'create', { before: null, after });
      return after;
    },
    async change(actor, id, change) {
      const before = await findToChange(actor, id);
      const after = { ...before, ...definedOnly(change), updatedAt: new Date(clock.now()) };
      await save(actor, 'change', { before, after });
      return after;
    },
    async remove(actor, id) {
      await save(actor, 'delete', { before: await findToChange(actor, id), after: null });
    },
  };
}

function requireAdmin(actor: Actor): void {
  if (!reaches(actor.role, 'admin')) throw new NotAllowed('Only admins make and change what everybody sees.');
}

function audited({ name, filters, sort }: SavedViewRecord) {
  return { name, filters, sort };
}
