import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import type { StoredFile } from '../../adapters/adapter.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { NotFound } from '../http/errors.ts';
import type { Actor } from '../http/route.ts';
import { journalModel } from '../inbound/journal-model.ts';
import { messageModel } from '../messages/message-model.ts';
import { presentFile } from '../messages/present-message.ts';
import { outboxModel } from '../outbox/outbox-model.ts';
import { inTransaction } from '../store/connection.ts';
import { changeTicket } from '../tickets/change-ticket.ts';
import { ticketEventModel } from '../tickets/event-model.ts';
import { presentTicket } from '../tickets/present-ticket.ts';
import { ticketModel } from '../tickets/ticket-model.ts';
import { type ContactRecord, contactModel } from './contact-model.ts';
import { presentContact } from './present-contact.ts';

export interface ErasureParts {
  db: Connection;
  audit: AuditLog;
}

/** Everything that is stored of a person, for them to have. Notes are the team's own and stay out. Throws NotFound. */
export async function exportContact({ db }: ErasureParts, id: string) {
  const contact = await findContact(db, id);
  const tickets = await ticketModel(db).find({ contact: id }).sort({ _id: 1 }).lean();
  const messages = await messageModel(db)
    .find({ ticket: { $in: tickets.map((t) => t._id) }, direction: { $ne: 'note' } })
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
 * that numbers and figures still add up. Throws NotFound.
 */
export async function eraseContact(
  { db, audit }: ErasureParts,
  id: string,
  by: { actor: Actor; at: Date },
): Promise<void> {
  const contact = await findContact(db, id);
  const tickets = await ticketModel(db).find({ contact: id }).select('_id').lean();
  const ids = tickets.map((t) => t._id);
  for (const ticket of ids) await emptyTicket(db, ticket, by);
  const messages = await messageModel(db)
    .find({ ticket: { $in: ids } })
    .select('attachments raw')
    .lean();
  const entries = await journalModel(db)
    .find({ 'message.from.email': { $in: contact.emails } })
    .select('raw message')
    .lean();
  await inTransaction(db, async (session) => {
    await outboxModel(db).deleteMany({ ticket: { $in: ids } }, { session });
    await messageModel(db).deleteMany({ ticket: { $in: ids } }, { session });
    await ticketEventModel(db).deleteMany({ ticket: { $in: ids } }, { session });
    await journalModel(db).deleteMany({ _id: { $in: entries.map((e) => e._id) } }, { session });
    await contactModel(db).deleteOne({ _id: id }, { session });
    const target = { kind: 'contact', id, name: '' };
    await audit.record({ actor: by.actor, action: 'erased', target, changes: [] }, session);
  });
  const files = [
    ...messages.flatMap((m) => [...m.attachments, m.raw]),
    ...entries.flatMap((e) => [...(e.message?.attachments ?? []), e.raw]),
  ];
  await removeFiles(
    db,
    files.filter((f) => f !== null),
  );
}

async function findContact(db: Connection, id: string): Promise<ContactRecord> {
  const contact = await contactModel(db).findById(id).lean();
  if (!contact) throw new NotFound('contact');
  return contact;
}

async function emptyTicket(
  db: Connection,
  id: string,
  { actor, at }: { actor: Actor; at: Date },
): Promise<void> {
  await changeTicket(db, id, { actor, at, kind: 'changed' }, async (ticket) => ({
    contact: null,
    subject: '(erased)',
    subjectKey: '(erased)',
    snippet: '',
    fields: {},
    tags: [],
    status: 'closed',
    open: false,
    closedAt: ticket.closedAt ?? at,
    routing: { ...ticket.routing, state: 'settled', retryOn: [], retryAt: null },
  }));
}

async function removeFiles(db: Connection, files: readonly StoredFile[]): Promise<void> {
  const bucket = new mongo.GridFSBucket(db.getClient().db(db.name), { bucketName: 'files' });
  for (const { id } of files) {
    await bucket.delete(new mongo.ObjectId(id)).catch((error: unknown) => {
      // Already gone is what was wanted.
      if (!(error instanceof mongo.MongoRuntimeError)) throw error;
    });
  }
}
