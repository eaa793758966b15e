import { z } from 'zod';
import { CalendarSchema } from '../../routing/calendar-schema.ts';
import { DAY_MS } from '../../routing/instants.ts';
import { PolicySchema } from '../../routing/policy-schema.ts';
import { CHANNEL_KINDS, PRIORITIES } from '../../routing/types.ts';
import { DecisionSchema } from '../decisions/decision-routes.ts';

/** A simulation's period has so many days at most. */
const MOST_DAYS = 92;

const Id = z.string().min(1).max(100);
const Instant = z.iso.datetime({ offset: true });
const Stored = z.iso.datetime();
const Tickets = z.number().int().min(0);

/** In which language things are put into words. */
export const LanguageQuery = z.strictObject({ language: z.enum(['en', 'de']).default('en') });

function lengthOf({ from, to }: { from: string; to: string }): number {
  return Date.parse(to) - Date.parse(from);
}

export const SimulationQuestionSchema = z
  .strictObject({ channel: Id, policy: PolicySchema, from: Instant, to: Instant })
  // An instant that cannot be read has its own error, and passes here.
  .refine((period) => !(lengthOf(period) <= 0), {
    error: 'The period ends before it starts.',
    path: ['to'],
  })
  .refine((period) => !(lengthOf(period) > MOST_DAYS * DAY_MS), {
    error: `Choose a period of at most ${MOST_DAYS} days.`,
    path: ['from'],
  })
  .meta({ id: 'SimulationQuestion' });

const OutcomeSchema = z
  .strictObject({
    assigned: Tickets,
    leftToTeam: Tickets.meta({ description: 'Given to a team, without an owner by the end' }),
    unassigned: Tickets.meta({ description: 'With neither owner nor team by the end' }),
    reasons: z
      .array(z.strictObject({ reason: z.string(), tickets: Tickets }))
      .meta({ description: 'Why the unassigned had no owner, the most frequent first' }),
    overflow: Tickets.meta({ description: 'Nobody could take them when they came' }),
    atCapacity: Tickets.meta({ description: 'Of the overflow, because everyone available was full' }),
    waits: z
      .strictObject({ median: z.number(), p95: z.number(), mean: z.number(), longest: z.number() })
      .nullable()
      .meta({ description: 'Seconds from arrival to the first owner; null when no ticket got one' }),
    shares: z.array(
      z.strictObject({
        user: Id,
        name: z.string(),
        tickets: Tickets,
        share: z.number().min(0).max(1).meta({ description: 'Part of all assigned tickets' }),
      }),
    ),
  })
  .meta({ id: 'SimulationOutcome' });

const End = z.strictObject({
  owner: Id.nullable(),
  team: Id.nullable(),
  assignedAt: Stored.nullable(),
  reason: z.string().nullable().meta({ description: 'Null where nothing tells why' }),
});

const DifferenceSchema = z.strictObject({
  ticket: Id,
  number: z.number().int(),
  subject: z.string(),
  arrivedAt: Stored,
  simulated: End.extend({ explanation: z.string().meta({ description: 'The decision in words' }) }),
  actual: End,
});

export const SimulationSchema = z
  .strictObject({
    channel: Id,
    from: Stored,
    to: Stored,
    tickets: Tickets,
    asOf: Stored.meta({ description: 'Users, teams, skills, hours and rules are taken as of this instant' }),
    assumptions: z.array(z.string()).meta({ description: 'What the comparison rests on, in words' }),
    simulated: OutcomeSchema,
    actual: OutcomeSchema,
    different: z.strictObject({
      tickets: Tickets.meta({ description: 'Tickets that would have come to somebody else' }),
      items: z.array(DifferenceSchema).meta({ description: 'The first of them, the oldest first' }),
    }),
  })
  .meta({ id: 'Simulation' });

export const PreviewQuestion = z
  .strictObject({
    channel: Id,
    at: Instant.optional().meta({ description: 'Now, if left out' }),
    subject: z.string().max(500).default(''),
    text: z.string().max(500_000).default(''),
    fields: z.record(z.string().max(200), z.string().max(500_000)).default({}),
    contact: Id.optional().meta({ description: 'The id of a contact' }),
    priority: z.enum(PRIORITIES).default('normal'),
    policy: PolicySchema.optional().meta({ description: "The channel's own, if left out" }),
  })
  .meta({ id: 'PreviewQuestion' });

const Explained = { explanation: z.string().meta({ description: 'Why this user, or why not, in words' }) };

export const PreviewSchema = DecisionSchema.extend({
  candidates: z.array(DecisionSchema.shape.candidates.element.extend(Explained)),
  others: z
    .array(z.strictObject({ user: Id, name: z.string(), ...Explained }))
    .meta({ description: 'Active users with a Service seat whom the policy does not consider' }),
}).meta({ id: 'Preview' });

export const CoverageQuestion = z
  .strictObject({
    kind: z.enum(CHANNEL_KINDS),
    policy: PolicySchema,
    operatingHours: CalendarSchema.nullable().default(null),
  })
  .meta({ id: 'CoverageQuestion' });

export const CoverageSchema = z
  .strictObject({
    from: Stored,
    to: Stored,
    uncoveredMinutes: z.number().min(0).meta({ description: 'Open with nobody eligible' }),
    uncovered: z.strictObject({
      intervals: z.number().int().min(0),
      items: z.array(z.strictObject({ from: Stored, to: Stored })).meta({ description: 'The first of them' }),
    }),
    scarceSkills: z
      .array(
        z.strictObject({ skill: Id, name: z.string(), user: Id.nullable(), userName: z.string().nullable() }),
      )
      .meta({ description: 'Skills that the policy asks for and at most one user holds' }),
    unreachableSteps: z
      .array(z.number().int().min(0))
      .meta({ description: 'Places in `policy.steps`, from 0, that no ticket can reach' }),
  })
  .meta({ id: 'Coverage' });
