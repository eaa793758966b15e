import { z } from 'zod';
import { CalendarSchema } from '../../routing/calendar-schema.ts';
import { PolicySchema } from '../../routing/policy-schema.ts';
import { CHANNEL_KINDS } from '../../routing/types.ts';
import { HEALTH_STATES } from './channel-model.ts';

const Id = z.string().min(1).max(100);
const Name = z.string().trim().min(1, 'Give it a name.').max(100);
/** Checked by the adapter's own schema; errors carry the path `settings.…`. */
const Settings = z.record(z.string(), z.unknown());

/** A channel in the API. */
export const ChannelSchema = z
  .strictObject({
    id: Id,
    kind: z.enum(CHANNEL_KINDS),
    name: z.string(),
    enabled: z.boolean(),
    settings: Settings.meta({ description: 'Without secrets: those never come back' }),
    policy: PolicySchema,
    policyVersion: z.number().int(),
    operatingHours: CalendarSchema.nullable(),
    health: z.strictObject({
      state: z.enum(HEALTH_STATES),
      reason: z.string().nullable(),
      since: z.iso.datetime(),
    }),
    embed: z.string().nullable().meta({ description: 'The HTML to paste; null where there is none' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Channel' });

/** The body of POST /channels. */
export const NewChannel = z
  .strictObject({
    kind: z.enum(CHANNEL_KINDS),
    name: Name,
    enabled: z.boolean().default(true),
    settings: Settings.default({}),
    policy: PolicySchema.optional(),
    operatingHours: CalendarSchema.nullable().default(null),
  })
  .meta({ id: 'NewChannel' });

/** The body of PATCH /channels/:id. */
export const ChannelChange = z
  .strictObject({
    name: Name,
    enabled: z.boolean(),
    settings: Settings,
    policy: PolicySchema,
    operatingHours: CalendarSchema.nullable(),
  })
  .partial()
  .meta({ id: 'ChannelChange' });

/** The path of one channel. */
export const ChannelParams = z.strictObject({ id: Id });
/** The path of one version of a policy. */
export const VersionParams = z.strictObject({ id: Id, version: z.coerce.number().int().min(1) });

/** What a test of a connection found. */
export const CheckResult = z
  .strictObject({
    ok: z.boolean(),
    checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), error: z.string().nullable() })),
  })
  .meta({ id: 'ChannelTest' });

/** A version of a policy in the API. */
export const PolicyVersionSchema = z
  .strictObject({
    version: z.number().int(),
    policy: PolicySchema,
    author: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'PolicyVersion' });
