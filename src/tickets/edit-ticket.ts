import type { ClientSession, Connection } from 'mongoose';
import type { z } from 'zod';
import { BadInput, type FieldError } from '../http/errors.ts';
import { subjectKeyOf } from '../inbound/threading.ts';
import { userModel } from '../users/user-model.ts';
import { refuseMerged } from './change-ticket.ts';
import { moreWords } from './search-words.ts';
import { NOBODY_WAITS, type TicketRecord } from './ticket-model.ts';
import type { TicketChange } from './ticket-schemas.ts';
import { urgencyOf } from './urgency.ts';

type Change = z.infer<typeof TicketChange>;

/**
 * What an edit by hand sets; null for nothing. Closing takes a waiting ticket from the router; one that is reopened,
 * or found to be no spam, is given back to it when it has no owner. `ownerLeft`: the owner is deactivated by now.
 */
export function editTicket(
  ticket: TicketRecord,
  change: Change,
  { at, ownerLeft }: { at: Date; ownerLeft: boolean },
): Partial<TicketRecord> | null {
  refuseMerged(ticket);
  const set: Partial<TicketRecord> = {};
  if (change.subject !== undefined) Object.assign(set, subjectChange(ticket, change.subject));
  if (change.priority !== undefined) {
    Object.assign(set, { priority: change.priority, urgency: urgencyOf(change.priority) });
  }
  if (change.tags !== undefined) set.tags = change.tags;
  if (change.suspicion === null && ticket.suspicion !== null) set.suspicion = null;
  const snooze = snoozeChange(ticket, change, at);
  if (snooze) Object.assign(set, snooze);
  const status = snooze?.status ?? change.status;
  if (status !== undefined && status !== ticket.status) {
    Object.assign(set, statusChange(ticket, status, { at, ownerLeft }));
  }
  const isBack = set.open === true || set.suspicion === null;
  if (isBack && isForRouter({ ...ticket, ...set })) set.routing = fromAnew(ticket, at);
  return Object.keys(set).length > 0 ? set : null;
}

/** Whether a change opens a closed ticket whose owner is no longer active. */
export async function hasOwnerLeft(
  db: Connection,
  { open, owner }: TicketRecord,
  { status, snoozedUntil }: Change,
  session: ClientSession,
): Promise<boolean> {
  const opens = snoozedUntil ? true : status !== undefined && status !== 'closed';
  if (open || owner === null || !opens) return false;
  return (await userModel(db).exists({ _id: owner, active: true }).session(session)) === null;
}

/** A snoozed ticket is pending; any other status ends the snooze, and its end opens the ticket. */
function snoozeChange(
  ticket: TicketRecord,
  { snoozedUntil: until, status }: Change,
  at: Date,
): Partial<TicketRecord> | null {
  const awake = { snoozedUntil: null, wokeUp: null };
  if (until === undefined || until === null) {
    const ends = until === null || (status !== undefined && status !== 'pending');
    if (!ends || !(ticket.snoozedUntil || ticket.wokeUp)) return null;
    return ticket.snoozedUntil && status === undefined ? { ...awake, status: 'open' } : awake;
  }
  const errors: FieldError[] = [];
  if (status !== undefined && status !== 'pending')
    errors.push({ path: 'status', message: 'What is snoozed is pending.' });
  if (new Date(until) <= at) errors.push({ path: 'snoozedUntil', message: 'Choose an instant to come.' });
  if (errors.length > 0) throw new BadInput(errors);
  return { snoozedUntil: new Date(until), wokeUp: null, status: 'pending' };
}

function subjectChange(ticket: TicketRecord, subject: string): Partial<TicketRecord> {
  return { subject, subjectKey: subjectKeyOf(subject), words: moreWords(ticket.words, subject) };
}

function statusChange(
  { open: wasOpen, routing }: TicketRecord,
  status: TicketRecord['status'],
  { at, ownerLeft }: { at: Date; ownerLeft: boolean },
): Partial<TicketRecord> {
  const open = status !== 'closed';
  if (open === wasOpen) return { status };
  if (!open) {
    return {
      status,
      open,
      closedAt: at,
      waitsFrom: NOBODY_WAITS,
      routing: { ...routing, state: 'settled', retryOn: [], retryAt: null },
    };
  }
  const left = {
    owner: null,
    assignedAt: null,
    routing: { ...routing, reason: 'owner-left', waitingSince: at },
  };
  return { status, open, closedAt: null, ...(ownerLeft ? left : {}) };
}

/** A ticket that its channel's policy is to find an owner for. */
function isForRouter({ open, owner, team, channel, suspicion }: TicketRecord): boolean {
  return open && owner === null && team === null && channel !== null && suspicion === null;
}

function fromAnew({ open, routing }: TicketRecord, at: Date): TicketRecord['routing'] {
  const reason = open ? 'new' : 'reopened';
  return { ...routing, state: 'pending', reason, waitingSince: at, step: -1, excluded: [] };
}
