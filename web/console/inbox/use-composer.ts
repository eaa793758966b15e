import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, newKey } from '../data/api.ts';
import { queryClient } from '../data/query-client.ts';
import type { Message, StoredFile, Ticket } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import type { EditorHandle } from './editor.tsx';
import { useTicketChange } from './ticket-changes.ts';

type Kind = 'reply' | 'note';

/** What one is writing on a ticket, and the ways it can leave. */
export function useComposer(ticket: Ticket, editor: RefObject<EditorHandle | null>, startsAs: Kind) {
  const { t } = useTranslation();
  const change = useTicketChange(ticket);
  const [chosen, setKind] = useState<Kind | null>(null);
  const [files, setFiles] = useState<StoredFile[]>([]);
  const [copies, setCopies] = useState<{ cc: string[]; bcc: string[] }>({ cc: [], bcc: [] });
  const [uploads, setUploads] = useState(0);
  const [isSending, setSending] = useState(false);
  const [trouble, setTrouble] = useState('');
  // One key for all tries of one message: an answer that got lost sends nothing twice.
  const [key, setKey] = useState(newKey);
  const kind = chosen ?? startsAs;

  async function upload(file: File): Promise<void> {
    const form = new FormData();
    form.set('file', file);
    setUploads((count) => count + 1);
    try {
      const stored = await api.post<StoredFile>('/files', form);
      setFiles((before) => [...before, stored]);
    } catch (error) {
      notify({ text: `${file.name}: ${explainError(error, t)}`, tone: 'bad' });
    } finally {
      setUploads((count) => count - 1);
    }
  }

  async function send(then: 'stay' | 'close'): Promise<void> {
    const written = editor.current?.read();
    if (!written || isSending) return;
    if (written.text.trim() === '' && files.length === 0) return editor.current?.focus();
    setSending(true);
    setTrouble('');
    try {
      const message = await api.post<Message>(
        `/tickets/${ticket.id}/${kind === 'note' ? 'notes' : 'replies'}`,
        {
          text: written.text,
          html: written.html,
          attachments: files.map(({ id }) => id),
          ...(kind === 'reply' ? copies : {}),
        },
        key,
      );
      clear();
      addMessage(message);
      if (then === 'close') await change.edit({ status: 'closed' });
    } catch (error) {
      setTrouble(explainError(error, t));
    } finally {
      setSending(false);
    }
  }

  function clear(): void {
    editor.current?.write('');
    setFiles([]);
    setCopies({ cc: [], bcc: [] });
    setKey(newKey());
    setKind(null);
  }

  return {
    kind,
    setKind,
    files,
    copies,
    setCopies,
    isSending,
    isUploading: uploads > 0,
    trouble,
    initial: '',
    keep: () => {},
    attach: (added: FileList) => {
      for (const file of added) void upload(file);
    },
    detach: (id: string) => setFiles((before) => before.filter((file) => file.id !== id)),
    send,
  };
}

function addMessage(message: Message): void {
  queryClient.setQueryData<Message[]>(['messages', message.ticket], (known) =>
    known && !known.some(({ id }) => id === message.id) ? [...known, message] : known,
  );
  for (const key of [['ticket'], ['tickets'], ['counts'], ['events', message.ticket]]) {
    void queryClient.invalidateQueries({ queryKey: key });
  }
}
