/** Milliseconds since the Unix epoch. Routing takes every instant as an argument and never reads a clock. */
export type Instant = number;

export const TICKET_TYPES = ['calling', 'messaging', 'email'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const CHANNEL_KINDS = ['email', 'form', 'chat', 'whatsapp', 'sms', 'call', 'custom'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** One entry of a week: wall-clock times "HH:MM" ("24:00" as an end); `to` ≤ `from` runs past midnight. */
export interface WeeklyInterval {
  /** ISO weekdays, 1 = Monday … 7 = Sunday, on which the interval starts. */
  days: number[];
  from: string;
  to: string;
}

/** A date "YYYY-MM-DD" or an inclusive range of dates, in the calendar's zone. */
export type ClosedDates = string | { from: string; to: string };

/** A date whose hours replace the weekly ones; several entries of one date add up. */
export interface SpecialDate {
  date: string;
  from: string;
  to: string;
}

/** Opening times in one IANA time zone. A `null` calendar is always open; one without intervals always closed. */
export interface Calendar {
  timeZone: string;
  weekly: WeeklyInterval[];
  closed: ClosedDates[];
  special: SpecialDate[];
}

export type AvailabilityStatus = 'available' | 'away';

export interface OutOfOffice {
  from: Instant;
  to: Instant;
  note: string;
}

export type CapacityByType = Record<TicketType, number | null>;

/** What routing knows of a user. */
export interface RoutingUser {
  id: string;
  name: string;
  active: boolean;
  seat: 'service' | 'none';
  skills: readonly string[];
  workingHours: Calendar | null;
  outOfOffice: readonly OutOfOffice[];
  /** The status set by hand, with the instant it was set at; null when none was set. */
  manualStatus: { status: AvailabilityStatus; setAt: Instant } | null;
  /** When a console of theirs was last seen connected; null for never. An open one keeps this current. */
  lastSeenAt: Instant | null;
  /** null = no limit of their own (the workspace's then holds). */
  capacity: CapacityByType;
}

export interface RoutingTeam {
  id: string;
  name: string;
  /** User ids. */
  members: readonly string[];
}

/** `keep` leaves them; `reroute` gives them to others at once; `reroute-on-message` when the customer writes again. */
export const LEAVE_RULES = ['keep', 'reroute', 'reroute-on-message'] as const;
export type LeaveRule = (typeof LEAVE_RULES)[number];

/** Workspace settings that routing heeds. Everything but `capacity` is off by default. */
export interface RoutingRules {
  /** Limits for users without their own; null = none. */
  capacity: CapacityByType;
  /** A user with no open console for so many minutes counts as away; null = off. */
  awayWithoutConsoleMinutes: number | null;
  /** Units that one ticket of a type takes of one shared capacity over all types; null = types count apart. */
  weights: { units: Record<TicketType, number>; capacity: number } | null;
  /** At most so many automatic assignments a minute to one user after an absence; null = off. */
  rampPerMinute: number | null;
  /** No new ticket of the type within so many minutes of the end of working hours; null = off. */
  shiftEndMinutes: Record<TicketType, number | null>;
  /** What becomes of a user's open tickets when an out-of-office period of theirs begins. */
  onLeave: LeaveRule;
}

export type AvailabilityReason =
  | 'deactivated'
  | 'out-of-office'
  | 'set-by-hand'
  | 'no-console'
  | 'inside-working-hours'
  | 'outside-working-hours'
  | 'signed-in'
  | 'not-signed-in';

/** A user's availability at an instant, why, and when it will next change by itself (null = not foreseeable). */
export interface Availability {
  status: AvailabilityStatus;
  reason: AvailabilityReason;
  until: Instant | null;
}

export type Distribution = 'load-balanced' | 'round-robin' | 'random';

export type FallbackAssign = { to: 'nobody' } | { to: 'specific'; users: string[]; teams: string[] };

export type Assign =
  | FallbackAssign
  | { to: 'team'; team: string }
  | { to: 'contactOwner' }
  | { to: 'customerAgent'; agent: string; fallback: FallbackAssign };

/** Requires skills of tickets whose content matches: a case-insensitive substring of a field. */
export interface SkillRule {
  /** `subject`, `text`, or the name of a form field. */
  field: string;
  contains: string;
  skills: string[];
}

export interface SkillPolicy {
  required: string[];
  rules: SkillRule[];
  /** When nobody eligible holds them: route as if none were required, or leave the ticket without an owner. */
  fallback: 'ignore' | 'unassigned';
}

/** What to try when a ticket has had no owner for a while; the last step may alert the admins. */
export interface PolicyStep {
  afterMinutes: number;
  do:
    | { assign: FallbackAssign | { to: 'team'; team: string } }
    | { relaxSkills: string[] }
    | { alertAdmins: true };
}

/** How a channel's tickets find their owner. */
export interface Policy {
  assign: Assign;
  distribution: Distribution;
  onlyAvailable: boolean;
  whenNoneAvailable: 'leave' | 'queue';
  skills: SkillPolicy;
  steps: PolicyStep[];
  /** An assigned ticket with no reply after so many minutes goes back; null = off. */
  unansweredMinutes: number | null;
}

/** What routing knows of the ticket to decide. */
export interface RoutingTicket {
  id: string;
  type: TicketType;
  priority: Priority;
  /** Since when it has had no owner; survives refusals and owners who left. */
  waitingSince: Instant;
  subject: string;
  text: string;
  fields: Readonly<Record<string, string>>;
  contact: { owner: string | null; tracked: boolean };
  /** Users who are not to get it in this round (they did not answer, refused, or left it). */
  excluded: readonly string[];
}

/** Users and teams at one instant; both maps are keyed by id. */
export interface People {
  users: ReadonlyMap<string, RoutingUser>;
  teams: ReadonlyMap<string, RoutingTeam>;
}

/** Open tickets by owner and type, as spec'd: assigned less than 30 days before `at`. */
export interface LoadReader {
  load(user: string, type: TicketType, at: Instant): number;
  /** When this load will next drop by ageing alone; null when it is 0. */
  nextDrop(user: string, type: TicketType, at: Instant): Instant | null;
}

/** What automatic assignment remembers. Orders are numbers that grow with each automatic assignment. */
export interface AssignmentMemory {
  /** Order of the user's last automatic assignment of that type; 0 = never. */
  lastAssigned(user: string, type: TicketType): number;
  /** The user assigned last under this round-robin (key = channel id, `#step` appended for a step's). */
  roundRobinPosition(key: string): string | null;
  /** Automatic assignments to the user within the minute before `at`. */
  assignedInLastMinute(user: string, at: Instant): number;
  /** When that number will next drop; null when it is 0. */
  nextForgotten(user: string, at: Instant): Instant | null;
}

/** Everything a decision looks at, besides the ticket and its policy. */
export interface RoutingState {
  at: Instant;
  people: People;
  rules: RoutingRules;
  loads: LoadReader;
  memory: AssignmentMemory;
  /** Uniform in [0, 1); the source of `random`. */
  random(): number;
  /** For calls: whether a softphone is registered or a forwarding number set. Absent = everyone is reachable. */
  isReachable?(user: string): boolean;
}

/** Why a user was not chosen. `null` stands for eligible but not the best. */
export type PassedOver =
  | 'deactivated'
  | 'no-seat'
  | 'away'
  | 'unreachable'
  | 'at-capacity'
  | 'missing-skill'
  | 'excluded'
  | 'ramp'
  | 'shift-end';

/** One user as the decision saw them. */
export interface Candidate {
  user: string;
  name: string;
  availability: Availability;
  load: number;
  /** The limit in force; null = none. */
  capacity: number | null;
  /** With weights: the units in use over all types and the shared limit; null without. */
  units: { used: number; capacity: number } | null;
  /** Order of their last automatic assignment of the type (0 = never): it breaks ties of load. */
  lastAssigned: number;
  /** Of the skills that were required of the owner. */
  missingSkills: string[];
  eligible: boolean;
  passedOver: PassedOver | null;
}

export type DecisionOutcome = 'assigned' | 'team' | 'unassigned' | 'queued';

export type DecisionReason =
  | 'least-load'
  | 'least-load-tie'
  | 'next-in-turn'
  | 'drawn-at-random'
  | 'contact-owner'
  | 'kept-owner'
  | 'policy-team'
  | 'policy-nobody'
  | 'none-available'
  | 'all-at-capacity'
  | 'no-skill'
  | 'no-candidates'
  | 'none-eligible'
  | 'contact-has-no-owner'
  | 'contact-not-tracked'
  | 'owner-away'
  | 'owner-not-eligible';

/** What makes a waiting ticket be tried again. */
export type RetryEvent = 'user-available' | 'capacity-freed' | 'skill-added' | 'step-due';

export interface Decision {
  ticket: string;
  type: TicketType;
  at: Instant;
  /** The index of the latest step that was due; null before the first. */
  step: number | null;
  outcome: DecisionOutcome;
  reason: DecisionReason;
  owner: string | null;
  team: string | null;
  /** Skills that were required of the owner; empty when none, or when they were relaxed. */
  requiredSkills: string[];
  skillsRelaxed: boolean;
  /** Everyone considered, in the policy's stable order (by id). */
  candidates: Candidate[];
  /** For a waiting ticket: by what it is tried again and at which instant at the latest known now. */
  retry: { on: RetryEvent[]; at: Instant | null } | null;
  /** Which round-robin position to move, to whom, and where it stood; null when none moves. */
  roundRobin: { key: string; user: string; after: string | null } | null;
  /** The number in [0, 1) that was drawn; null where chance had no part. */
  draw: number | null;
}
