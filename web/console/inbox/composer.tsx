import { ActionIcon, Button, SegmentedControl, TagsInput } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useContact, useMessages } from '../data/tickets.ts';
import type { Message, Ticket } from '../data/types.ts';
import { LoadingLines } from '../design/states.tsx';
import { Attachments } from './attachments.tsx';
import styles from './composer.module.css';
import type { EditorHandle } from './editor.tsx';
import { useComposer } from './use-composer.ts';

const Editor = lazy(async () => ({ default: (await import('./editor.tsx')).Editor }));

/** Where one answers or leaves a note. It names the way out, and looks different before a note is typed. */
export function Composer({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const way = useWayOut(ticket);
  const editor = useRef<EditorHandle>(null);
  const composer = useComposer(ticket, editor, way === null ? 'note' : 'reply');
  const [showsCopies, setShowsCopies] = useState(false);
  const { kind, files, copies } = composer;
  const hint = kind === 'note' ? t('inbox.noteHere') : (way ?? t('inbox.noWayBack'));
  return (
    <section
      className={styles.composer}
      data-kind={kind}
      aria-label={t(`inbox.${kind}`)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        composer.attach(event.dataTransfer.files);
      }}
    >
      <div className={styles.head}>
        <SegmentedControl
          size="xs"
          aria-label={t('inbox.composerKind')}
          value={kind}
          onChange={composer.setKind}
          data={[
            { value: 'reply' as const, label: t('inbox.reply'), disabled: way === null },
            { value: 'note' as const, label: t('inbox.note') },
          ]}
        />
        <span className={styles.way}>{hint}</span>
        {kind === 'reply' && ticket.type === 'email' && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={() => setShowsCopies(!showsCopies)}
          >
            {t('inbox.cc')} {t('inbox.bcc')}
          </Button>
        )}
      </div>
      {showsCopies && kind === 'reply' && (
        <div className={styles.copies}>
          {(['cc', 'bcc'] as const).map((field) => (
            <TagsInput
              key={field}
              size="xs"
              aria-label={t(`inbox.${field}`)}
              placeholder={t(`inbox.${field}`)}
              splitChars={[',', ';', ' ']}
              value={copies[field]}
              onChange={(addresses) => composer.setCopies({ ...copies, [field]: addresses })}
            />
          ))}
        </div>
      )}
      <Suspense fallback={<LoadingLines lines={2} />}>
        <Editor
          ref={editor}
          label={hint}
          content={composer.initial}
          onChange={composer.keep}
          onSend={() => void composer.send('stay')}
          onFiles={composer.attach}
        />
      </Suspense>
      <Attachments files={files} onRemove={composer.detach} />
      {composer.trouble !== '' && (
        <p className={styles.trouble} role="alert">
          {composer.trouble}
        </p>
      )}
      <SendBar composer={composer} />
    </section>
  );
}

function SendBar({ composer }: { composer: ReturnType<typeof useComposer> }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.bar}>
      <ActionIcon
        aria-label={t('inbox.attach')}
        title={t('inbox.attach')}
        loading={composer.isUploading}
        onClick={() => input.current?.click()}
      >
        <IconPaperclip size={18} stroke={1.75} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          if (event.currentTarget.files) composer.attach(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <span className={styles.space} />
      {composer.kind === 'reply' && (
        <Button variant="default" loading={composer.isSending} onClick={() => void composer.send('close')}>
          {t('inbox.sendAndClose')}
        </Button>
      )}
      <Button
        loading={composer.isSending}
        disabled={composer.isUploading}
        onClick={() => void composer.send('stay')}
      >
        {composer.kind === 'reply' ? t('inbox.send') : t('inbox.addNote')}
      </Button>
    </div>
  );
}

/** How a reply leaves, in words; null when there is nowhere to send it. */
function useWayOut(ticket: Ticket): string | null {
  const { t } = useTranslation();
  const contact = useContact(ticket.contact).data;
  const messages = useMessages(ticket.id).data;
  const to = lastSender(messages) ?? contact?.emails[0] ?? null;
  if (ticket.type === 'email' && to !== null)
    return t('inbox.replyBy', { kind: t('common.kinds.email'), to });
  if (ticket.type === 'email') return contact || ticket.contact === null ? null : t('inbox.replyHere');
  if (ticket.channelKind === null) return null;
  return t('inbox.replyBy', {
    kind: t(`common.kinds.${ticket.channelKind}`),
    to: contact?.name ?? contact?.phones[0] ?? t('common.unknownPerson'),
  });
}

function lastSender(messages: readonly Message[] | undefined): string | null {
  const last = messages?.findLast(({ direction, from }) => direction === 'in' && from !== null);
  return last?.from ?? null;
}
