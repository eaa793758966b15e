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
    undoUntil: z.iso.datetime().nullable().meta({ description: 'Until when it is held, to be taken back' }),
    mentions: z.array(Id).meta({ description: 'Users whom a note calls' }),
    mergedFrom: Id.nullable().meta({ description: 'The ticket it came with when that one was merged' }),
  })
  .meta({ id: 'Message' });

const Text = z
  .string()
  .max(500_000)
  .refine((text) => text.trim() !== '', 'Write something.');
/** HTML as it is written; sanitised whenever it is shown. */
export const Html = z.string().max(2_000_000).nullable().optional();
/** Ids of files. */
export const Attachments = z.array(Id).max(50).default([]);
/** Ids of users. */
export const Mentions = z.array(Id).max(50).default([]);
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
  .strictObject({
    text: Text,
    html: Html,
    attachments: Attachments,
    cc: Addresses,
    bcc: Addresses,
    undoSeconds: z.int().min(0).max(30).default(0).meta({ description: 'So long it can be taken back' }),
    basedOn: Id.nullable().optional().meta({
      description:
        'The last message that its writer has seen, null for none: 409 when somebody else wrote meanwhile',
    }),
    force: z.boolean().default(false).meta({ description: 'Send although somebody else wrote meanwhile' }),
  })
  .meta({ id: 'NewReply' });

/** The body of POST /tickets/:id/notes. */
export const NewNote = z
  .strictObject({ text: Text, html: Html, attachments: Attachments, mentions: Mentions })
  .meta({ id: 'NewNote' });

/** The body of PUT /tickets/:id/seen. */
export const Seen = z
  .strictObject({ upTo: Id.meta({ description: 'The last message that was seen' }) })
  .meta({ id: 'Seen' });

/** The path of one message of a ticket. */
export const MessageParams = z.strictObject({ id: Id, message: Id });
