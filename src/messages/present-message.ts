import type { z } from 'zod';
import type { StoredFile } from '../../adapters/adapter.ts';
import type { MessageRecord } from './message-model.ts';
import type { FileSchema, MessageSchema } from './message-schemas.ts';
import { type FoldedText, foldText, hasWords } from './quotes.ts';
import { foldHtml } from './quotes-html.ts';
import { type MailView, type SanitizedMail, sanitizeMail } from './sanitize-html.ts';

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
  const safe = presentHtml(message, { showRemoteImages, inlineImages });
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
    folded: fold(message),
    html: safe?.html ?? null,
    blockedImages: safe?.blockedImages ?? 0,
    attachments: message.attachments.map(presentFile),
    raw: message.raw && presentFile(message.raw),
    automatic: message.automatic,
    at: message.at.toISOString(),
    late: message.late,
    delivery: message.delivery && { ...message.delivery, at: message.delivery.at.toISOString() },
    undoUntil: message.delivery?.state === 'queued' ? (message.held?.until.toISOString() ?? null) : null,
    // Those stored before there were any have none.
    mentions: message.mentions ?? [],
    mergedFrom: message.mergedFrom ?? null,
  };
}

/** What we write ourselves is shown as it is. */
function fold({ direction, text }: MessageRecord): FoldedText {
  return direction === 'in' ? foldText(text) : { visible: text, quoted: '', signature: '' };
}

/** Folds before sanitising, which takes away the marks of quotes. The element that folds is ours alone. */
function presentHtml({ direction, html }: MessageRecord, view: MailView): SanitizedMail | null {
  if (html === null) return null;
  const parts = direction === 'in' ? foldHtml(html) : { visible: html, folded: '' };
  if (parts.folded === '') return sanitizeMail(html, view);
  const [visible, quoted] = [sanitizeMail(parts.visible, view), sanitizeMail(parts.folded, view)];
  if (!isSeen(visible.html) || !isSeen(quoted.html)) return sanitizeMail(html, view);
  return {
    html: `${visible.html}<details class="quoted"><summary>…</summary>${quoted.html}</details>`,
    blockedImages: visible.blockedImages + quoted.blockedImages,
  };
}

/** Whether sanitised HTML shows anything. */
function isSeen(html: string): boolean {
  return /<img /.test(html) || hasWords(html.replace(/<[^<>]*>/g, ''));
}
