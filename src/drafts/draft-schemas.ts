import { z } from 'zod';
import { Attachments, FileSchema, Html, Mentions } from '../messages/message-schemas.ts';
import { DRAFT_KINDS } from './draft-model.ts';

const Id = z.string().min(1).max(100);
/** Perhaps not whole yet. */
const Addresses = z.array(z.string().max(254)).max(100).default([]);

/** A draft in the API. */
export const DraftSchema = z
  .strictObject({
    ticket: Id,
    kind: z.enum(DRAFT_KINDS),
    text: z.string(),
    html: z.string().nullable(),
    attachments: z.array(FileSchema),
    cc: z.array(z.string()),
    bcc: z.array(z.string()),
    mentions: z.array(Id),
    basedOn: Id.nullable().meta({ description: 'The last message its writer had seen' }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Draft' });

/** The body of PUT /tickets/:id/draft. */
export const DraftInput = z
  .strictObject({
    kind: z.enum(DRAFT_KINDS).default('reply'),
    text: z.string().max(500_000).default(''),
    html: Html,
    attachments: Attachments,
    cc: Addresses,
    bcc: Addresses,
    mentions: Mentions,
    basedOn: Id.nullable().default(null),
  })
  .meta({ id: 'DraftInput' });
