import type { ClientSession, Connection } from 'mongoose';
import { z } from 'zod';
import type { Clock } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { diff } from '../audit/diff.ts';
import { definedOnly } from '../http/defined-only.ts';
import { BadInput, Conflict, NotFound } from '../http/errors.ts';
import { decodeCursor, type Page, page } from '../http/list.ts';
import type { Actor } from '../http/route.ts';
import { inTransaction, isDuplicateKey } from '../store/connection.ts';
import { userModel } from '../users/user-model.ts';
import { type ContactRecord, contactModel } from './contact-model.ts';
import type { ContactChange, ContactQuery, NewContact } from './contact-schemas.ts';
import { contactFilter, contactWords } from './search-contacts.ts';

/** What the operations on contacts need. */
export interface ContactParts {
  db: Connection;
  clock: Clock;
  audit: AuditLog;
}

/** The operations on contacts, besides export and erasure. */
export interface Contacts {
  /** Throws NotFound. */
  find(id: string): Promise<ContactRecord>;
  list(query: z.infer<typeof ContactQuery>): Promise<Page<ContactRecord>>;
  /**
   * Throws Conflict, with the field, for an address or number that another contact has. One that has the id `made`
   * already was made by an attempt that died.
   */
  create(actor: Actor, input: z.infer<typeof NewContact>, made: string): Promise<ContactRecord>;
  change(actor: Actor, id: string, change: z.infer<typeof ContactChange>): Promise<ContactRecord>;
}

const Position = z.string();

/** Makes the operations on contacts. */
export function createContacts({ db, clock, audit }: ContactParts): Contacts {
  const contacts = contactModel(db);

  async function find(id: string, session?: ClientSession): Promise<ContactRecord> {
    const found = await contacts
      .findById(id)
      .session(session ?? null)
      .lean();
    if (!found) throw new NotFound('contact');
    return found;
  }

  /** Writes what `make` answers, which sees the contact as it is in the transaction. */
  async function save(
    actor: Actor,
    action: 'create' | 'change',
    make: (session: ClientSession) => Promise<{ before: ContactRecord | null; after: ContactRecord }>,
  ): Promise<ContactRecord> {
    let tried: ContactRecord | null = null;
    try {
      return await inTransaction(db, async (session) => {
        const { before, after } = await make(session);
        tried = after;
        await refuseUnknownOwner(before, after, session);
        const { _id, ...stored } = { ...after, words: contactWords(after), rev: (before?.rev ?? 0) + 1 };
        await contacts.updateOne({ _id }, { $set: stored }, { session, upsert: before === null });
        // What identifies the person stays out of the audit log.
        const changes = diff(before && audited(before), audited(after));
        const target = { kind: 'contact', id: _id, name: '' };
        if (changes.length > 0) await audit.record({ actor, action, target, changes }, session);
        return after;
      });
    } catch (error) {
      throw tried !== null && isDuplicateKey(error) ? await conflictOf(tried) : error;
    }
  }

  async function refuseUnknownOwner(
    before: ContactRecord | null,
    { owner }: ContactRecord,
    session: ClientSession,
  ): Promise<void> {
    if (owner === null || owner === before?.owner) return;
    if (await userModel(db).exists({ _id: owner, active: true }).session(session)) return;
    throw new BadInput([{ path: 'owner', message: 'There is no such active user.' }]);
  }

  async function conflictOf({ _id, emails, phones }: ContactRecord): Promise<Conflict> {
    const others = await contacts
      .find({ _id: { $ne: _id }, $or: [{ emails: { $in: emails } }, { phones: { $in: phones } }] })
      .lean();
    const taken = (values: string[], field: 'emails' | 'phones') =>
      values.flatMap((value, i) =>
        others.some((o) => o[field].includes(value))
          ? [{ path: `${field}.${i}`, message: 'Another contact has this one.' }]
          : [],
      );
    const errors = [...taken(emails, 'emails'), ...taken(phones, 'phones')];
    return new Conflict('contact-exists', 'Another contact has this address or number.', errors);
  }

  return {
    find: (id) => find(id),
    async list({ q, limit, cursor }) {
      const after = decodeCursor(cursor, Position);
      const filters = [q && contactFilter(q), after !== undefined && { _id: { $lt: after } }].filter(
        (f) => typeof f === 'object',
      );
      const found = await contacts
        .find(filters.length > 0 ? { $and: filters } : {})
        .sort({ _id: -1 })
        .limit(limit + 1)
        .lean();
      return page(found, limit, (c) => c._id);
    },
    async create(actor, input, made) {
      const earlier = await contacts.findById(made).lean();
      if (earlier) return earlier;
      const at = new Date(clock.now());
      const empty = { _id: made, visitors: [], acknowledgedAt: null, words: [], rev: 0 };
      const after = { ...empty, createdAt: at, updatedAt: at, ...unique(input) };
      return save(actor, 'create', async () => ({ before: null, after }));
    },
    change(actor, id, change) {
      const given = definedOnly(unique(change));
      return save(actor, 'change', async (session) => {
        const before = await find(id, session);
        return { before, after: { ...before, ...given, updatedAt: new Date(clock.now()) } };
      });
    },
  };
}

/** The same address twice is one. */
function unique<T extends { emails?: string[] | undefined; phones?: string[] | undefined }>(input: T): T {
  return {
    ...input,
    ...(input.emails && { emails: [...new Set(input.emails)] }),
    ...(input.phones && { phones: [...new Set(input.phones)] }),
  };
}

function audited({ owner, tracked, emails, phones }: ContactRecord) {
  return { owner, tracked, addresses: emails.length, numbers: phones.length };
}
