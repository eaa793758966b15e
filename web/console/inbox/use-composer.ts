import { useDebouncedCallback } from '@mantine/hooks';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, newKey } from '../data/api.ts';
import { type DraftContent, dropDraft, keepDraft } from '../data/drafts.ts';
import { useMe } from '../data/session.ts';
import type { Draft, Message, StoredFile, Ticket } from '../data/types.ts';
import { tellTyping, tellTypingEnded } from '../data/viewers.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import type { EditorHandle, Written } from './editor.tsx';
import { addMessage, offerUndo, postMessage, withSignature } from './sending.ts';
import { useTicketChange } from './ticket-changes.ts';
import { useUploads } from './uploads.ts';

type Kind = 'reply' | 'note';
type Copies = { cc: string[]; bcc: string[] };

interface ComposerParts {
  ticket: Ticket;
  draft: Draft | null;
  messages: readonly Message[];
  editor: RefObject<EditorHandle | null>;
  startsAs: Kind;
}

/** What one is writing on a ticket: kept as a draft all the while, sent with a moment to take it back. */
export function useComposer({ ticket, draft, messages, editor, startsAs }: ComposerParts) {
  const { t } = useTranslation();
  const change = useTicketChange(ticket);
  const me = useMe();
  // Chats and short messages go without.
  const signature = ticket.type === 'email' ? (me.signature ?? '') : '';
  const [kind, setKind] = useState<Kind>(draft?.kind ?? startsAs);
  const [copies, setCopies] = useState<Copies>({ cc: draft?.cc ?? [], bcc: draft?.bcc ?? [] });
  const uploads = useUploads(draft?.attachments ?? []);
  const [isSending, setSending] = useState(false);
  const [trouble, setTrouble] = useState('');
  const [isOvertaken, setOvertaken] = useState(false);
  // One key for all tries of one message: an answer that got lost sends nothing twice.
  const key = useRef(newKey());
  // Up to where the conversation was seen when the writing began.
  const basedOn = useRef(draft?.basedOn ?? null);
  const last = messages.findLast(({ direction }) => direction !== 'note')?.id ?? null;

  const contentOf = (written: Written): DraftContent => ({
    kind,
    text: written.text,
    html: written.html || null,
    attachments: uploads.files.map(({ id }) => id),
    ...(kind === 'reply' ? copies : { cc: [], bcc: [] }),
    mentions: kind === 'note' ? written.mentions : [],
    basedOn: basedOn.current,
  });

  const save = useDebouncedCallback(
    (written: Written) => {
      const content = contentOf(written);
      const isEmpty = content.text.trim() === '' && content.attachments.length === 0;
      const done = isEmpty ? dropDraft(ticket.id) : keepDraft(ticket.id, content);
      done.catch(() => setTrouble(t('inbox.draftNotKept')));
    },
    { delay: 600, flushOnUnmount: true },
  );

  function keep(written: Written): void {
    if (written.text !== '' && basedOn.current === null) basedOn.current = last;
    setTrouble('');
    if (written.text !== '') tellTyping();
    save(written);
  }

  // Files, copies and kind belong to the draft as much as its words.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is not typed into the editor
  useEffect(() => {
    const written = editor.current?.read();
    if (written && (written.text !== '' || uploads.files.length > 0)) save(written);
  }, [uploads.files, copies, kind]);

  async function send(then: 'stay' | 'close', force = false): Promise<void> {
    const written = editor.current?.read();
    if (!written || isSending || uploads.isBusy) return;
    const content = contentOf(written);
    if (content.text.trim() === '') {
      editor.current?.focus();
      return;
    }
    save.cancel();
    setSending(true);
    setTrouble('');
    try {
      const message = await postMessage(
        ticket,
        { ...withSignature(content, signature), basedOn: content.basedOn ?? last },
        { force, key: key.current },
      );
      clear();
      tellTypingEnded();
      addMessage(message);
      if (message.direction === 'out') offerUndo(message, { written: written.html, t, editor });
      if (then === 'close') await change.edit({ status: 'closed' });
    } catch (error) {
      setOvertaken(error instanceof ApiError && error.status === 409 && !force);
      setTrouble(explainError(error, t));
    } finally {
      setSending(false);
    }
  }

  function clear(): void {
    editor.current?.write('');
    save.cancel();
    uploads.set([]);
    setCopies({ cc: [], bcc: [] });
    setOvertaken(false);
    key.current = newKey();
    basedOn.current = null;
    setKind(startsAs);
    // The server forgot the draft with the message; a save that was under way may have brought it back.
    dropDraft(ticket.id).catch(() => notify({ text: t('inbox.draftNotKept') }));
  }

  return {
    kind,
    setKind,
    copies,
    setCopies,
    uploads,
    isSending,
    /** What goes under a reply; empty for none. */
    signature: kind === 'reply' ? signature : '',
    trouble,
    /** Somebody wrote meanwhile; `send(…, true)` sends all the same. */
    isOvertaken,
    keep,
    send,
    add: (files: StoredFile[]) => uploads.set([...uploads.files, ...files]),
  };
}
