import type { Connection } from 'mongoose';
import type { DecisionReason } from '../../routing/types.ts';
import { roundModel } from '../decisions/round-model.ts';
import { ticketEventModel } from '../tickets/event-model.ts';
import { leavingRoom } from './in-slices.ts';

/** What is stored of a ticket's way to its owner, as of an instant. */
export interface Course {
  /** The first decision about it. */
  first: { at: number; reason: DecisionReason; owner: string | null; considered: boolean } | null;
  /** The latest decision before the instant. */
  last: { at: number; reason: DecisionReason } | null;
  /** Its first owner, whenever that was, by the router or by hand. */
  owned: { at: number; owner: string } | null;
  /** The team it was given to last before the instant. */
  team: { at: number; team: string } | null;
}

interface PickRow {
  ticket: string;
  at: number;
  owner: string | null;
  team: string | null;
  reason: DecisionReason;
  /** Whether anyone was looked at. */
  considered: boolean;
}

/** Reads the ways of some tickets from their decisions and events; one without any is missing in the answer. */
export async function readCourses(
  db: Connection,
  tickets: readonly string[],
  until: number,
): Promise<Map<string, Course>> {
  const courses = new Map<string, Course>();
  const courseOf = (ticket: string) => {
    const known = courses.get(ticket) ?? { first: null, last: null, owned: null, team: null };
    courses.set(ticket, known);
    return known;
  };
  for await (const pick of leavingRoom(picksOf(db, tickets))) notePick(courseOf(pick.ticket), pick, until);
  const events = ticketEventModel(db)
    .find({ ticket: { $in: tickets } })
    .select('ticket changes at')
    .lean()
    .cursor({ batchSize: 1000 });
  for await (const { ticket, changes, at } of leavingRoom(events)) {
    for (const { field, to } of changes) {
      if (typeof to !== 'string') continue;
      if (field === 'owner') noteOwner(courseOf(ticket), to, at.getTime());
      if (field === 'team' && at.getTime() < until) noteTeam(courseOf(ticket), to, at.getTime());
    }
  }
  return courses;
}

function picksOf(db: Connection, tickets: readonly string[]) {
  return roundModel(db)
    .aggregate<PickRow>([
      { $match: { 'picks.ticket': { $in: tickets } } },
      {
        $project: {
          considered: { $or: [{ $gt: [{ $size: '$candidates' }, 0] }, { $isArray: '$of' }] },
          picks: { ticket: 1, at: 1, owner: 1, team: 1, reason: 1 },
        },
      },
      { $unwind: '$picks' },
      { $match: { 'picks.ticket': { $in: tickets } } },
      { $replaceWith: { $mergeObjects: ['$picks', { considered: '$considered' }] } },
    ])
    .cursor({ batchSize: 1000 });
}

function notePick(course: Course, { at, owner, team, reason, considered }: PickRow, until: number): void {
  if (course.first === null || at < course.first.at) course.first = { at, reason, owner, considered };
  if (owner !== null) noteOwner(course, owner, at);
  if (at >= until) return;
  if (course.last === null || at >= course.last.at) course.last = { at, reason };
  if (team !== null) noteTeam(course, team, at);
}

function noteOwner(course: Course, owner: string, at: number): void {
  if (course.owned === null || at < course.owned.at) course.owned = { at, owner };
}

function noteTeam(course: Course, team: string, at: number): void {
  if (course.team === null || at >= course.team.at) course.team = { at, team };
}
