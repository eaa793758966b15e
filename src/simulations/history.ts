import type { Connection } from 'mongoose';
import type { Fate } from '../../routing/outcome.ts';
import type { PastTicket } from '../../routing/simulate.ts';
import type { Policy, SkillRule } from '../../routing/types.ts';
import { contactModel } from '../contacts/contact-model.ts';
import { type Course, readCourses } from './courses.ts';
import { type FirstMessage, readFirstMessages } from './first-messages.ts';
import { type Period, type PeriodTicket, readPeriodTickets } from './period-tickets.ts';

const READ_AT_ONCE = 500;

/** What had really become of a ticket by the end of the period. */
export interface ActualFate extends Fate {
  /** Why it had no owner; null when it had one. */
  reason: string | null;
  /** Everyone available was full when it came. */
  foundAllFull: boolean;
}

/** A ticket of the period: as it is replayed, and what really became of it. */
export interface PastCase {
  number: number;
  past: PastTicket;
  actual: ActualFate;
}

/** Reads what came by a channel in the period, the oldest first; mail of machines and spam are not routed, so left out. */
export async function readHistory(
  db: Connection,
  of: { channel: string; policy: Policy; period: Period },
): Promise<PastCase[]> {
  const tickets = await readPeriodTickets(db, of.channel, of.period);
  const cases: PastCase[] = [];
  for (let i = 0; i < tickets.length; i += READ_AT_ONCE) {
    const batch = tickets.slice(i, i + READ_AT_ONCE);
    cases.push(...(await readCases(db, batch, of.policy.skills.rules, of.period.to.getTime())));
  }
  return cases;
}

async function readCases(
  db: Connection,
  tickets: readonly PeriodTicket[],
  rules: readonly SkillRule[],
  until: number,
): Promise<PastCase[]> {
  const courses = await readCourses(db, idsOf(tickets), until);
  const isUndecided = ({ _id, routing }: PeriodTicket) =>
    routing.state !== 'pending' && !courses.get(_id)?.first;
  const readsTexts = rules.some(({ field }) => field === 'text');
  const messages = await readFirstMessages(
    db,
    idsOf(readsTexts ? tickets : tickets.filter(isUndecided)),
    rules,
  );
  const contacts = await readContacts(db, tickets);
  const isByMachine = (t: PeriodTicket) => isUndecided(t) && messages.get(t._id)?.isAutomatic === true;
  return tickets
    .filter((ticket) => !isByMachine(ticket))
    .map((ticket) => {
      const contact = (ticket.contact && contacts.get(ticket.contact)) || { owner: null, tracked: false };
      return caseOf(ticket, {
        contact,
        rules,
        until,
        course: courses.get(ticket._id),
        message: messages.get(ticket._id),
      });
    });
}

function idsOf(tickets: readonly PeriodTicket[]): string[] {
  return tickets.map(({ _id }) => _id);
}

type Contact = PastTicket['contact'];

async function readContacts(db: Connection, tickets: readonly PeriodTicket[]): Promise<Map<string, Contact>> {
  const found = await contactModel(db)
    .find({ _id: { $in: tickets.flatMap((ticket) => ticket.contact ?? []) } })
    .select('owner tracked')
    .lean();
  return new Map(found.map(({ _id, owner, tracked }) => [_id, { owner, tracked }]));
}

interface Known {
  contact: Contact;
  rules: readonly SkillRule[];
  until: number;
  course: Course | undefined;
  message: FirstMessage | undefined;
}

function caseOf(ticket: PeriodTicket, { contact, rules, until, course, message }: Known): PastCase {
  const owned = course?.owned ?? ownedNow(ticket);
  const arrivedAt = ticket.createdAt.getTime();
  const past = {
    id: ticket._id,
    type: ticket.type,
    priority: ticket.priority,
    subject: ticket.subject,
    text: message?.finds ?? '',
    fields: fieldsFor(rules, ticket.fields),
    contact,
    arrivedAt,
    owner: owned?.owner ?? null,
    team: course?.team?.team ?? null,
    assignedAt: owned?.at ?? null,
    overflowed: course?.first?.owner === null && course.first.considered,
    closedAt: ticket.closedAt?.getTime() ?? null,
  };
  return { number: ticket.number, past, actual: fateBy(until, past, ticket, course) };
}

/** Where neither a decision nor an event tells of an owner. */
function ownedNow({ owner, assignedAt, createdAt }: PeriodTicket): Course['owned'] {
  return owner === null ? null : { owner, at: (assignedAt ?? createdAt).getTime() };
}

function fieldsFor(rules: readonly SkillRule[], fields: Record<string, string>): Record<string, string> {
  const asked = new Set(rules.map(({ field }) => field));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => asked.has(name)));
}

function fateBy(
  until: number,
  { arrivedAt, owner, team, assignedAt, overflowed }: PastTicket,
  { routing }: PeriodTicket,
  course: Course | undefined,
): ActualFate {
  const foundAllFull = overflowed && course?.first?.reason === 'all-at-capacity';
  const shared = { arrivedAt, team, overflowed, foundAllFull };
  if (assignedAt !== null && assignedAt < until) return { ...shared, owner, assignedAt, reason: null };
  return { ...shared, owner: null, assignedAt: null, reason: course?.last?.reason ?? routing.reason };
}
