import type { z } from 'zod';
import type { ContactRecord } from './contact-model.ts';
import type { ContactSchema } from './contact-schemas.ts';

/** A contact as the API shows it. Cookies stay with us: they would let somebody pass as the visitor. */
export function presentContact(contact: ContactRecord): z.infer<typeof ContactSchema> {
  return {
    id: contact._id,
    name: contact.name,
    emails: contact.emails,
    phones: contact.phones,
    owner: contact.owner,
    tracked: contact.tracked,
    createdAt: contact.createdAt.toISOString(),
    updatedAt: contact.updatedAt.toISOString(),
  };
}
