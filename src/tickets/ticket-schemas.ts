import { z } from 'zod';
import { CHANNEL_KINDS, PRIORITIES, TICKET_TYPES } from '../../routing/types.ts';
import { listQuery } from '../http/list.ts';
import { PhoneNumber } from '../users/phone-number.ts';
import { ATTENTIONS } from './attention.ts';
import { EVENT_KINDS } from './event-model.ts';
import { STATUSES, WAKE_REASONS } from './ticket-model.ts';
import { SORTS } from './ticket-order.ts';

/** The views of the inbox. */
export const VIEWS = [
  'unassigned',
  'mine-open',
  'my-teams-unassigned',
  'my-teams-open',
  'all-open',
  'closed',
  'agent-handled',
  'suspected',
] as const;
/** One of the views. */
export type View = (typeof VIEWS)[number];

const Id = z.string().min(1).max(100);

/** Where a ticket stands with the router, in the API. */
const RoutingSchema = z.strictObject({
  state: z.enum(['pending', 'waiting', 'settled']),
  reason: z.string().meta({ description: 'Why it has this owner, or none' }),
  waitingSince: z.iso.datetime().nullable().meta({ description: 'Since when it has had no owner' }),
  retry: z
    .strictObject({ on: z.array(z.string()), at: z.iso.datetime().nullable() })
    .nullable()
    .meta({
      description: 'By which events, and when at the latest, it is tried again; null = not by itself',
    }),
});

/** A ticket in the API. */
export const TicketSchema = z
  .strictObject({
    id: Id,
    number: z.number().int(),
    type: z.enum(TICKET_TYPES),
    channel: Id.nullable(),
    channelKind: z.enum(CHANNEL_KINDS).nullable(),
    contact: Id.nullable(),
    subject: z.string(),
    status: z.enum(STATUSES),
    priority: z.enum(PRIORITIES),
    owner: Id.nullable(),
    team: Id.nullable(),
    assignedAt: z.iso.datetime().nullable(),
    tags: z.array(z.string()),
    fields: z.record(z.string(), z.string()),
    snippet: z.string(),
    suspicion: z.string().nullable(),
    continues: Id.nullable().meta({ description: 'The closed ticket that this one continues' }),
    unansweredSince: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Since when the customer waits for an answer; null = none is owed' }),
    snoozedUntil: z.iso.datetime().nullable(),
    wokeUp: z
      .strictObject({ reason: z.enum(WAKE_REASONS), at: z.iso.datetime() })
      .nullable()
      .meta({ description: 'Why it came back from being snoozed; null once somebody acted on it' }),
    mergedInto: z.strictObject({ id: Id, number: z.number().int() }).nullable(),
    routing: RoutingSchema,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
    lastMessageAt: z.iso.datetime(),
    lastReplyAt: z.iso.datetime().nullable().meta({ description: 'When one of ours last answered' }),
  })
  .meta({ id: 'Ticket' });

/** A ticket in a list, as its reader sees it. */
export const TicketItemSchema = TicketSchema.extend({
  contactName: z.string().nullable().meta({ description: 'A name, else an address or number' }),
  unread: z.boolean().meta({ description: 'It has messages that you have not seen' }),
  attention: z.array(z.enum(ATTENTIONS)),
}).meta({ id: 'TicketItem' });

/** What narrows a list of tickets. */
export const TicketFilters = z.strictObject({
  view: z.enum(VIEWS).optional(),
  q: z.string().trim().min(1).max(200).optional(),
  type: z.enum(TICKET_TYPES).optional(),
  status: z.enum(STATUSES).optional(),
  priority: z.enum(PRIORITIES).optional(),
  channel: Id.optional(),
  owner: Id.optional().meta({ description: 'A user id, `me` or `none`' }),
  team: Id.optional().meta({ description: 'A team id or `none`' }),
  tag: z.string().min(1).max(50).optional(),
  contact: Id.optional(),
  snoozed: z.enum(['true', 'false']).optional(),
  unread: z.literal('true').optional().meta({ description: 'Only those with messages you have not seen' }),
});

/** The query of GET /tickets. */
export const TicketQuery = listQuery
  .extend(TicketFilters.shape)
  .extend({ sort: z.enum(SORTS).default('activity') });

/** The path of everything about one ticket: its id or its number. */
export const TicketParams = z.strictObject({ id: Id });

const Subject = z.string().trim().min(1, 'Say what it is about.').max(500);
/** The name of a tag. */
export const TagName = z.string().trim().min(1).max(50);
const Tags = z.array(TagName).max(50);

/** The body of POST /tickets. */
export const NewTicket = z
  .strictObject({
    subject: Subject,
    text: z.string().max(500_000).default(''),
    contact: z
      .strictObject({
        email: z.email().max(254).optional(),
        phone: PhoneNumber.optional(),
        name: z.string().trim().min(1).max(200).optional(),
      })
      .refine((c) => c.email !== undefined || c.phone !== undefined || c.name !== undefined, {
        message: 'Give an email address, a phone number or a name.',
      })
      .optional(),
    priority: z.enum(PRIORITIES).default('normal'),
    tags: Tags.default([]),
    route: Id.optional().meta({ description: 'A channel whose policy is to find the owner' }),
  })
  .meta({ id: 'NewTicket' });

/** The body of PATCH /tickets/:id. */
export const TicketChange = z
  .strictObject({
    subject: Subject,
    status: z.enum(STATUSES),
    priority: z.enum(PRIORITIES),
    tags: Tags,
    snoozedUntil: z.iso.datetime({ offset: true }).nullable().meta({
      description: 'Puts it off until then, as pending; a message of the customer brings it back before',
    }),
    suspicion: z.null().meta({ description: 'null = it is no spam; it is routed like any other' }),
  })
  .partial()
  .meta({ id: 'TicketChange' });

/** The body of POST /tickets/:id/merge. */
export const MergeInput = z
  .strictObject({ into: Id.meta({ description: 'The ticket that stays, by id or number' }) })
  .meta({ id: 'MergeInput' });

/** The body of PUT /tickets/:id/owner. */
export const OwnerChangeSchema = z
  .strictObject({
    user: Id.nullable().optional(),
    team: Id.nullable().optional(),
    expected: Id.nullable().optional(),
  })
  .refine((c) => c.user !== undefined || c.team !== undefined, {
    message: 'Name a user, a team, or null for nobody.',
    path: ['user'],
  })
  .meta({ id: 'OwnerChange' });

/** The body of POST /tickets/bulk. */
export const BulkChange = z
  .strictObject({
    tickets: z.array(Id).min(1).max(100),
    set: TicketChange.pick({ status: true, priority: true, snoozedUntil: true }).default({}),
    addTags: Tags.default([]),
    removeTags: Tags.default([]),
    owner: OwnerChangeSchema.optional(),
  })
  .meta({ id: 'BulkChange' });

/** The answer of POST /tickets/bulk, ticket by ticket. */
export const BulkResultSchema = z
  .strictObject({
    results: z.array(
      z.strictObject({
        ticket: Id,
        ok: z.boolean(),
        error: z.strictObject({ code: z.string(), detail: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'BulkResult' });

/** An entry of a timeline in the API. */
export const TicketEventSchema = z
  .strictObject({
    id: Id,
    ticket: Id.meta({ description: 'Another one where that was merged into this' }),
    kind: z.enum([...EVENT_KINDS, 'decision']),
    actor: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }),
    changes: z.array(z.strictObject({ field: z.string(), from: z.unknown(), to: z.unknown() })),
    decision: z
      .strictObject({
        outcome: z.string(),
        reason: z.string(),
        owner: Id.nullable(),
        team: Id.nullable(),
      })
      .nullable()
      .meta({ description: 'What the router decided; `/tickets/:id/decisions` says why' }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'TicketEvent' });
