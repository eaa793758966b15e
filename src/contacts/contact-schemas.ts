import { z } from 'zod';
import { listQuery } from '../http/list.ts';
import { PhoneNumber } from '../users/phone-number.ts';

const Id = z.string().min(1).max(100);
const Email = z
  .email()
  .max(254)
  .transform((address) => address.toLowerCase());

/** A contact in the API. */
export const ContactSchema = z
  .strictObject({
    id: Id,
    name: z.string().nullable(),
    emails: z.array(z.string()),
    phones: z.array(z.string()),
    owner: Id.nullable(),
    tracked: z.boolean(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Contact' });

const fields = {
  name: z.string().trim().min(1).max(200).nullable(),
  emails: z.array(Email).max(50),
  phones: z.array(PhoneNumber).max(50),
  owner: Id.nullable(),
  tracked: z.boolean(),
};

/** The body of POST /contacts. */
export const NewContact = z
  .strictObject({
    name: fields.name.default(null),
    emails: fields.emails.default([]),
    phones: fields.phones.default([]),
    owner: fields.owner.default(null),
    tracked: fields.tracked.default(false),
  })
  .refine((c) => c.name !== null || c.emails.length > 0 || c.phones.length > 0, {
    message: 'Give a name, an email address or a phone number.',
    path: ['name'],
  })
  .meta({ id: 'NewContact' });

/** The body of PATCH /contacts/:id. */
export const ContactChange = z.strictObject(fields).partial().meta({ id: 'ContactChange' });
/** The path of one contact. */
export const ContactParams = z.strictObject({ id: Id });
/** The query of GET /contacts. */
export const ContactQuery = listQuery.extend({ q: z.string().trim().min(1).max(200).optional() });
