import { z } from 'zod';
import { CalendarSchema } from '../../routing/calendar-schema.ts';
import { ROLES } from '../http/route.ts';
import { sanitizeMail } from '../messages/sanitize-html.ts';
import { PhoneNumber } from './phone-number.ts';
import { LANGUAGES } from './user-model.ts';

const PersonName = z.string().trim().min(1).max(200);

/** An email address as it is stored: lower-cased. */
export const EmailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: 'This is not an email address.' }).max(254));

/** A new password. Long ones are better than strange ones (NIST SP 800-63B), so only the length counts. */
const NewPassword = z
  .string()
  .min(10, { error: 'Use at least 10 characters.' })
  .max(500, { error: 'Use at most 500 characters.' });

/** HTML that stands under replies; becomes what is safe of it. */
const Signature = z
  .string()
  .max(10_000, { error: 'Use at most 10,000 characters.' })
  .transform((html) => sanitizeMail(html, { showRemoteImages: true, inlineImages: new Map() }).html.trim());

const Limit = z.int().min(0).max(10_000).nullable();

/** Open tickets at most, by type; null = no limit. */
export const CapacitySchema = z
  .strictObject({ calling: Limit, messaging: Limit, email: Limit })
  .meta({ id: 'Capacity' });

const Leave = z
  .strictObject({
    from: z.iso.datetime({ offset: true }),
    to: z.iso.datetime({ offset: true }),
    note: z.string().max(500).default(''),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    error: 'The period ends before it starts.',
    path: ['to'],
  });

const Ids = z
  .array(z.string().min(1))
  .max(1000)
  .transform((ids) => [...new Set(ids)]);

/** A type that is left out has no limit. */
const CapacityInput = z.strictObject({
  calling: Limit.default(null),
  messaging: Limit.default(null),
  email: Limit.default(null),
});

const changeable = {
  name: PersonName,
  email: EmailAddress,
  role: z.enum(ROLES),
  seat: z.enum(['service', 'none']),
  active: z.boolean(),
  teams: Ids,
  skills: Ids,
  timeZone: CalendarSchema.shape.timeZone,
  language: z.enum(LANGUAGES).nullable(),
  signature: Signature,
  workingHours: CalendarSchema.nullable(),
  outOfOffice: z.array(Leave).max(200),
  capacity: CapacityInput,
  phone: PhoneNumber.nullable(),
  password: NewPassword,
};

/** Who takes the open tickets of a user who is deactivated; without it they are routed again. */
const HandoverSchema = z
  .union([z.strictObject({ user: z.string().min(1) }), z.strictObject({ team: z.string().min(1) })])
  .meta({ id: 'Handover' });

/** The body of PATCH /users/:id. `currentPassword` goes with one's own new password, `handover` with `active: false`. */
export const UserChange = z
  .strictObject({ ...changeable, currentPassword: z.string().max(500), handover: HandoverSchema })
  .partial()
  .refine(({ active, handover }) => handover === undefined || active === false, {
    error: 'Tickets are handed over when a user is deactivated: name it together with active: false.',
    path: ['handover'],
  })
  .meta({ id: 'UserChange' });
export type UserChangeInput = z.infer<typeof UserChange>;

/** The body of POST /users. Without a password the user is invited. */
export const NewUser = z
  .strictObject(changeable)
  .partial()
  .extend({
    name: changeable.name,
    email: changeable.email,
    role: changeable.role.default('agent'),
    seat: changeable.seat.default('service'),
  })
  .meta({ id: 'NewUser' });
export type NewUserInput = z.infer<typeof NewUser>;

/** A user's availability now, why, and until when that is foreseeable. */
export const AvailabilitySchema = z
  .strictObject({
    status: z.enum(['available', 'away']),
    reason: z.string(),
    until: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Availability' });

/** A link by which somebody chooses their password. It works once. */
export const InvitationSchema = z
  .strictObject({ url: z.url(), expiresAt: z.iso.datetime() })
  .meta({ id: 'Invitation' });

/** A user as the API shows them. Agents do not see the optional fields of others. */
export const UserSchema = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    seat: z.enum(['service', 'none']),
    active: z.boolean(),
    /** True while they have not chosen a password yet. */
    invited: z.boolean(),
    teams: z.array(z.string()),
    skills: z.array(z.string()),
    timeZone: z.string(),
    language: z.enum(LANGUAGES).nullable().optional(),
    signature: z.string().optional(),
    capacity: CapacitySchema,
    availability: AvailabilitySchema,
    lastSeenAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    workingHours: CalendarSchema.nullable().optional(),
    outOfOffice: z
      .array(z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime(), note: z.string() }))
      .optional(),
    phone: z.string().nullable().optional(),
  })
  .meta({ id: 'User' });
export type ShownUser = z.infer<typeof UserSchema>;
