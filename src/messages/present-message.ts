import type { z } from 'zod';
import type { StoredFile } from '../../adapters/adapter.ts';
import type { MessageRecord } from './message-model.ts';
import type { FileSchema, MessageSchema } from './message-schemas.ts';
import { sanitizeMail } from './sanitize-html.ts';

/** A file as the API shows it; its `url` downloads it for who may see it. */
export function presentFile(
  file: Pick<StoredFile, 'id' | 'name' | 'type' | 'size'>,
): z.infer<typeof FileSchema> {
  return { id: file.id, name: file.name, type: file.type, size: file.size, url: fileUrl(file.id) };
}

function fileUrl(id: string): string {
  return `/api/v1/files/${id}`;
}

/** A message as the API shows it: HTML sanitised, remote images left out unless asked for. */
export function presentMessage(
  message: MessageRecord,
  { showRemoteImages }: { showRemoteImages: boolean },
): z.infer<typeof MessageSchema> {
  const inlineImages = new Map(
    message.attachments.flatMap((a) => (a.contentId ? [[a.contentId, fileUrl(a.id)] as const] : [])),
  );
  const safe = message.html === null ? null : sanitizeMail(message.html, { showRemoteImages, inlineImages });
  return {
    id: message._id,
    ticket: message.ticket,
    channel: message.channel,
    direction: message.direction,
    author: message.author,
    from: message.from,
    to: message.to,
    cc: message.cc,
    bcc: message.bcc,
    subject: message.subject,
    text: message.text,
    html: safe?.html ?? null,
    blockedImages: safe?.blockedImages ?? 0,
    attachments: message.attachments.map(presentFile),
    automatic: message.automatic,
    at: message.at.toISOString(),
    delivery: message.delivery && { ...message.delivery, at: message.delivery.at.toISOString() },
  };
}
