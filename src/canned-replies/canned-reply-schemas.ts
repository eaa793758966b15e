import { z } from 'zod';
import { listQuery } from '../http/list.ts';
import { Attachments, FileSchema } from '../messages/message-schemas.ts';
import { PLACEHOLDERS, unknownPlaceholders } from './placeholders.ts';

const Id = z.string().min(1).max(100);

/** A canned reply in the API. */
export const CannedReplySchema = z
  .strictObject({
    id: Id,
    shortcut: z.string(),
    title: z.string(),
    text: z.string(),
    html: z.string().nullable(),
    attachments: z.array(FileSchema),
    shared: z.boolean().meta({ description: 'Everybody sees it; admins change it' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'CannedReply' });

/** A canned reply, filled in for a ticket. */
export const FilledReplySchema = z
  .strictObject({ text: z.string(), html: z.string().nullable(), attachments: z.array(FileSchema) })
  .meta({ id: 'FilledReply' });

const Shortcut = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}_-]{1,50}$/u, 'Up to 50 letters, digits, hyphens and underscores.');
const Title = z.string().trim().min(1).max(200);
const Text = withKnownPlaceholders(
  z
    .string()
    .max(100_000)
    .refine((text) => text.trim() !== '', 'Write something.'),
);
const Html = withKnownPlaceholders(z.string().max(400_000)).nullable();

function withKnownPlaceholders(schema: z.ZodString) {
  return schema.superRefine((text, context) => {
    for (const name of unknownPlaceholders(text)) {
      const message = `There is no placeholder {{${name}}}. There are: ${PLACEHOLDERS.join(', ')}.`;
      context.addIssue({ code: 'custom', message });
    }
  });
}

/** The body of POST /canned-replies. */
export const NewCannedReply = z
  .strictObject({
    shortcut: Shortcut,
    title: Title,
    text: Text,
    html: Html.default(null),
    attachments: Attachments,
    shared: z.boolean().default(false),
  })
  .meta({ id: 'NewCannedReply' });

/** The body of PATCH /canned-replies/:id. */
export const CannedReplyChange = z
  .strictObject({
    shortcut: Shortcut,
    title: Title,
    text: Text,
    html: Html,
    attachments: z.array(Id).max(50),
  })
  .partial()
  .meta({ id: 'CannedReplyChange' });

/** The query of GET /canned-replies. */
export const CannedReplyQuery = listQuery.extend({
  q: z.string().trim().min(1).max(100).optional().meta({ description: 'A part of shortcut, title or text' }),
});

/** The path of one canned reply. */
export const CannedReplyParams = z.strictObject({ id: Id });
/** The path of one canned reply on a ticket. */
export const FillParams = z.strictObject({ id: Id, reply: Id });
