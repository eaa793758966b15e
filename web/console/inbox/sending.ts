import type { TFunction } from 'i18next';
import type { RefObject } from 'react';
import { api } from '../data/api.ts';
import type { DraftContent } from '../data/drafts.ts';
import { queryClient } from '../data/query-client.ts';
import { refreshLists } from '../data/refresh.ts';
import type { Draft, Message, Ticket } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import type { EditorHandle } from './editor.tsx';

/** So long a reply can be taken back after it was sent. The server holds it, so closing the tab loses nothing. */
const UNDO_SECONDS = 5;

/** A reply with its writer's signature under it. */
export function withSignature(content: DraftContent, signature: string): DraftContent {
  if (signature.trim() === '' || content.kind === 'note') return content;
  const { text, html } = content;
  return {
    ...content,
    text: `${text}\n\n${signature}`,
    html: html === null ? null : `${html}${textAsHtml(signature)}`,
  };
}

/** Stores a reply or a note. A reply answers 409 when somebody wrote since `basedOn`, unless forced. */
export function postMessage(
  ticket: Ticket,
  content: DraftContent,
  { force, key }: { force: boolean; key: string },
): Promise<Message> {
  const { kind, text, html, attachments, cc, bcc, mentions, basedOn } = content;
  const shared = { text, html, attachments };
  if (kind === 'note') return api.post(`/tickets/${ticket.id}/notes`, { ...shared, mentions }, key);
  const reply = { ...shared, cc, bcc, basedOn, force, undoSeconds: UNDO_SECONDS };
  // What is asked for with other words needs another key.
  return api.post(`/tickets/${ticket.id}/replies`, reply, force ? `${key}-forced` : key);
}

/** Puts a message that was just stored into what is shown. */
export function addMessage(message: Message): void {
  queryClient.setQueryData<Message[]>(['messages', message.ticket], (known) =>
    known && !known.some(({ id }) => id === message.id) ? [...known, message] : known,
  );
  for (const key of ['ticket', 'events']) void queryClient.invalidateQueries({ queryKey: [key] });
  refreshLists();
}

/** Offers to take a reply back while the server still holds it; what was written returns to the editor. */
export function offerUndo(
  message: Message,
  { written, t, editor }: { written: string; t: TFunction; editor: RefObject<EditorHandle | null> },
): void {
  const undo = async () => {
    try {
      await api.delete<Draft>(`/tickets/${message.ticket}/messages/${message.id}`);
      queryClient.setQueryData<Message[]>(['messages', message.ticket], (known) =>
        known?.filter(({ id }) => id !== message.id),
      );
      editor.current?.write(written);
      editor.current?.focus();
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
    }
  };
  notify({
    text: t('inbox.sending'),
    action: { label: t('common.undo'), run: () => void undo() },
    lasts: UNDO_SECONDS * 1000,
  });
}

/** Plain text as HTML that reads the same. */
export function textAsHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`)
    .join('');
}
