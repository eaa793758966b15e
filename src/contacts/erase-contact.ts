import type { ClientSession, Connection } from 'mongoose';
import type { StoredFile } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { draftModel } from '../drafts/draft-model.ts';
import { removeFiles } from '../files/unused-files.ts';
import { NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { journalModel } from '../inbound/journal-model.ts';
import { type MessageRecord, messageModel } from '../messages/message-model.ts';
import { presentFile } from '../messages/present-message.ts';
import { forgetTicket } from '../notifications/forget-ticket.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import { findTicket, writeTicket } from '../tickets/change-ticket.ts';
import { ticketEventModel } from '../tickets/event-model.ts';
import { presentTicket } from '../tickets/present-ticket.ts';
import { readModel } from '../tickets/read-model.ts';
import { type TicketRecord, ticketModel } from '../tickets/ticket-model.ts';
import { separateContact } from '../tickets/unmerge-ticket.ts';
import { type ContactRecord, contactModel } from './contact-model.ts';
import { presentContact } from './present-contact.ts';

/** What export and erasure need. */
export interface ErasureParts {
  db: Connection;
  audit: AuditLog;
}

/** Everything that is stored of a person, for them to have. Notes are the team's own and stay out. Throws NotFound. */
export async function exportContact({ db }: ErasureParts, id: string) {
  const contact = await findContact(db, id);
  const tickets = await ticketModel(db).find({ contact: id }).sort({ _id: 1 }).lean();
  const ids = tickets.map((t) => t._id);
  // Theirs may stand in somebody else's ticket by now, and somebody else's in theirs.
  const unmerged = { mergedFrom: null };
  const written = { direction: { $ne: 'note' as const } };
  const messages = await messageModel(db)
    .find({ $or: [{ ticket: { $in: ids }, ...unmerged }, { mergedFrom: { $in: ids } }], ...written })
    .sort({ storedAt: 1, _id: 1 })
    .lean();
  return {
    contact: presentContact(contact),
    tickets: tickets.map(presentTicket),
    messages: messages.map((m) => ({
      id: m._id,
      ticket: m.ticket,
      direction: m.direction,
      subject: m.subject,
      text: m.text,
      html: m.html,
      attachments: m.attachments.map(presentFile),
      at: m.at.toISOString(),
    })),
  };
}

/**
 * Erases a person: contact, messages, files, and what their tickets say. The tickets stay as closed, empty shells, so
 * that numbers and figures still add up. One that breaks off half-way can be asked for again. Throws NotFound.
 */
export async function eraseContact(
  { db, audit }: ErasureParts,
  id: string,
  by: { actor: Actor; at: Date },
): Promise<void> {
  const contact = await findContact(db, id);
  await separateContact(db, id, by);
  const tickets = await ticketModel(db).find({ contact: id }).select('_id').lean();
  for (const { _id } of tickets) await emptyTicket(db, _id, by);
  await eraseUnprocessed(db, contact);
  await inTransaction(db, async (session) => {
    await contactModel(db).deleteOne({ _id: id }, { session });
    const target = { kind: 'contact', id, name: '' };
    await audit.record({ actor: by.actor, action: 'erase', target, changes: [] }, session);
  });
}

async function findContact(db: Connection, id: string): Promise<ContactRecord> {
  const contact = await contactModel(db).findById(id).lean();
  if (!contact) throw new NotFound('contact');
  return contact;
}

/** Files go first: should the rest not come to pass, the messages still name them for the next attempt. */
async function emptyTicket(
  db: Connection,
  id: string,
  { actor, at }: { actor: Actor; at: Date },
): Promise<void> {
  await inTransaction(db, async (session) => {
    const messages = await messageModel(db).find({ ticket: id }).session(session).lean();
    await removeFiles(db, idsOf(await filesOf(db, id, messages)));
    const ticket = await findTicket(db, id, session);
    await writeTicket(db, session, ticket, emptied(ticket, at), { actor, at, kind: 'changed' });
    await removeEntries(db, messages, session);
    await outboxModel(db).deleteMany({ ticket: id }, { session });
    await messageModel(db).deleteMany({ ticket: id }, { session });
    await ticketEventModel(db).deleteMany({ ticket: id }, { session });
    await draftModel(db).deleteMany({ ticket: id }, { session });
    await readModel(db).deleteMany({ ticket: id }, { session });
    await forgetTicket(db, id, session);
  });
}

function emptied(ticket: TicketRecord, at: Date): Partial<TicketRecord> {
  return {
    contact: null,
    subject: '(erased)',
    subjectKey: '(erased)',
    snippet: '',
    words: [],
    fields: {},
    tags: [],
    suspicion: null,
    status: 'closed',
    open: false,
    closedAt: ticket.closedAt ?? at,
    updatedAt: at,
    routing: { ...ticket.routing, state: 'settled', retryOn: [], retryAt: null },
  };
}

/** The files of a conversation; one of ours that another ticket carries too is not the person's. */
async function filesOf(
  db: Connection,
  ticket: string,
  messages: readonly MessageRecord[],
): Promise<StoredFile[]> {
  const ours = messages.filter((m) => m.direction !== 'in').flatMap((m) => m.attachments);
  const elsewhere = await messageModel(db)
    .find({ 'attachments.id': { $in: ours.map((f) => f.id) }, ticket: { $ne: ticket } })
    .select('attachments')
    .lean();
  const kept = new Set(elsewhere.flatMap((m) => m.attachments.map((f) => f.id)));
  const theirs = messages.filter((m) => m.direction === 'in').flatMap((m) => [...m.attachments, m.raw]);
  return [...ours.filter((f) => !kept.has(f.id)), ...theirs].filter((f) => f !== null);
}

/** What the messages came in as. */
async function removeEntries(
  db: Connection,
  messages: readonly MessageRecord[],
  session: ClientSession,
): Promise<void> {
  const came = messages.flatMap(({ channel, externalId }) =>
    channel !== null && externalId !== null ? [{ channel, externalId }] : [],
  );
  if (came.length > 0) await journalModel(db).deleteMany({ $or: came }, { session });
}

/** What came in from the person and is not processed: still to be, on the replay list, or discarded. */
async function eraseUnprocessed(db: Connection, { emails, phones, visitors }: ContactRecord): Promise<void> {
  const theirs = [
    { 'message.from.email': { $in: emails } },
    { 'message.from.phone': { $in: phones } },
    { 'message.from.visitor': { $in: visitors } },
  ];
  // Each filter is that of a partial index, which a bound on its key brings into use.
  const states = ['pending', 'discarded', { $in: ['failed', 'unreadable'] }] as const;
  const found = states.map((state) =>
    journalModel(db)
      .find({ state, at: { $gt: new Date(0) }, $or: theirs })
      .select('raw message.attachments')
      .lean(),
  );
  const entries = (await Promise.all(found)).flat();
  const files = entries.flatMap((e) => [...(e.message?.attachments ?? []), e.raw]);
  await removeFiles(db, idsOf(files.filter((f) => f !== null)));
  await journalModel(db).deleteMany({ _id: { $in: entries.map((e) => e._id) } });
}

function idsOf(files: readonly StoredFile[]): string[] {
  return files.map((file) => file.id);
}
