import { z } from 'zod';
import { DELIVERY_STATES, DIRECTIONS } from './message-model.ts';

const Id = z.string().min(1).max(100);

/** A file as the API names it everywhere. */
export const FileSchema = z
  .strictObject({ id: Id, name: z.string(), type: z.string(), size: z.number().int(), url: z.string() })
  .meta({ id: 'File' });

/** A message in the API. */
export const MessageSchema = z
  .strictObject({
    id: Id,
    ticket: Id,
    channel: Id.nullable(),
    direction: z.enum(DIRECTIONS),
    author: z.strictObject({
      kind: z.enum(['contact', 'user', 'key', 'system']),
      id: Id.nullable(),
      name: z.string().nullable(),
    }),
    from: z.string().nullable(),
    to: z.array(z.string()),
    cc: z.array(z.string()),
    bcc: z.array(z.string()),
    subject: z.string().nullable(),
    text: z.string(),
    folded: z.strictObject({ visible: z.string(), quoted: z.string(), signature: z.string() }).meta({
      description: 'The text in three: what the person wrote now, what they quote, their signature',
    }),
    html: z.string().nullable().meta({
      description:
        'Sanitised; remote images are left out unless asked for. What is quoted stands last, in `<details class="quoted">`',
    }),
    blockedImages: z.number().int().meta({ description: 'Remote images that were left out' }),
    attachments: z.array(FileSchema),
    raw: FileSchema.nullable().meta({ description: 'The source of a mail as it came' }),
    automatic: z.string().nullable().meta({ description: 'Kind of machine mail; null = a person wrote it' }),
    at: z.iso.datetime(),
    late: z.boolean().meta({
      description: 'It was here more than ten minutes after the mailbox had got it, as after an outage',
    }),
    delivery: z
      .strictObject({ state: z.enum(DELIVERY_STATES), reason: z.string().nullable(), at: z.iso.datetime() })
      .nullable(),
  })
  .meta({ id: 'Message' });

const Text = z
  .string()
  .max(500_000)
  .refine((text) => text.trim() !== '', 'Write something.');
const Html = z.string().max(2_000_000).nullable().optional();
const Attachments = z.array(Id).max(50).default([]);
const Addresses = z
  .array(
    z
      .email()
      .max(254)
      .transform((a) => a.toLowerCase()),
  )
  .max(100)
  .default([]);

/** The body of POST /tickets/:id/replies. */
export const NewReply = z
  .strictObject({ text: Text, html: Html, attachments: Attachments, cc: Addresses, bcc: Addresses })
  .meta({ id: 'NewReply' });

/** The body of POST /tickets/:id/notes. */
export const NewNote = z
  .strictObject({ text: Text, html: Html, attachments: Attachments })
  .meta({ id: 'NewNote' });

/** The path of one message of a ticket. */
export const MessageParams = z.strictObject({ id: Id, message: Id });
