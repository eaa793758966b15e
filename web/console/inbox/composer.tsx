import { Button, SegmentedControl, TagsInput } from '@mantine/core';
import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../data/api.ts';
import { useDraft } from '../data/drafts.ts';
import { useUsers } from '../data/people.ts';
import { useMessages } from '../data/tickets.ts';
import type { Draft, FilledReply, Message, Ticket } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import { onDemand } from '../design/on-demand.ts';
import { LoadingLines } from '../design/states.tsx';
import { Attachments } from './attachments.tsx';
import styles from './composer.module.css';
import type { EditorHandle } from './editor.tsx';
import { SendBar } from './send-bar.tsx';
import { textAsHtml } from './sending.ts';
import { useComposer } from './use-composer.ts';
import { useWayOut } from './way-out.ts';

const Editor = onDemand(async () => ({ default: (await import('./editor.tsx')).Editor }));

/** Where one answers or leaves a note, with the draft from whatever device. */
export function Composer({ ticket }: { ticket: Ticket }) {
  const draft = useDraft(ticket.id);
  const messages = useMessages(ticket.id);
  if (draft.isPending || messages.isPending) {
    return (
      <div className={styles.composer}>
        <LoadingLines lines={2} />
      </div>
    );
  }
  return <LoadedComposer ticket={ticket} draft={draft.data ?? null} messages={messages.data ?? []} />;
}

interface LoadedProps {
  ticket: Ticket;
  draft: Draft | null;
  messages: readonly Message[];
}

/** Names the way out before one types; a note looks different from what the customer will read. */
function LoadedComposer({ ticket, draft, messages }: LoadedProps) {
  const { t } = useTranslation();
  const way = useWayOut(ticket, messages);
  const editor = useRef<EditorHandle>(null);
  const startsAs = way === null ? 'note' : 'reply';
  const composer = useComposer({ ticket, draft, messages, editor, startsAs });
  const people = useUsers().data ?? [];
  const { kind, uploads } = composer;
  const hint = kind === 'note' ? t('inbox.noteHere') : (way ?? t('inbox.noWayBack'));

  function begin(chosen: 'reply' | 'note'): void {
    if (chosen === 'note' || way !== null) composer.setKind(chosen);
    editor.current?.focus();
  }

  async function insertCanned(id: string): Promise<void> {
    try {
      const filled = await api.get<FilledReply>(`/tickets/${ticket.id}/canned-replies/${id}`);
      editor.current?.insert(filled.html ?? textAsHtml(filled.text));
      composer.add(filled.attachments);
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
    }
  }

  return (
    <section
      className={styles.composer}
      data-kind={kind}
      aria-label={t(`inbox.${kind}`)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        uploads.attach(event.dataTransfer.files);
      }}
    >
      {(['reply', 'note'] as const).map((each) => (
        <button key={each} type="button" hidden data-shortcut={each} onClick={() => begin(each)} />
      ))}
      <ComposerHead
        composer={composer}
        canReply={way !== null}
        hint={hint}
        isMail={ticket.type === 'email'}
      />
      <Suspense fallback={<LoadingLines lines={3} />}>
        <Editor
          ref={editor}
          label={hint}
          content={draft?.html ?? (draft ? textAsHtml(draft.text) : '')}
          people={people}
          signs={kind === 'note' ? '@/' : '/'}
          onChange={composer.keep}
          onSend={() => void composer.send('stay')}
          onLeave={() => document.querySelector<HTMLElement>('#conversation [data-scroller]')?.focus()}
          onFiles={uploads.attach}
          onCannedReply={(id) => void insertCanned(id)}
        >
          <SendBar composer={composer} />
        </Editor>
      </Suspense>
      {composer.signature.trim() !== '' && (
        <p className={styles.signature} title={composer.signature}>
          {t('inbox.yourSignature')} {composer.signature.replaceAll('\n', ' · ')}
        </p>
      )}
      <Attachments files={uploads.files} onRemove={uploads.detach} />
      <Trouble composer={composer} />
    </section>
  );
}

type Composing = ReturnType<typeof useComposer>;

function ComposerHead(props: { composer: Composing; canReply: boolean; hint: string; isMail: boolean }) {
  const { t } = useTranslation();
  const { composer, canReply, hint, isMail } = props;
  const { kind, copies, setCopies } = composer;
  const [showsCopies, setShowsCopies] = useState(copies.cc.length + copies.bcc.length > 0);
  return (
    <>
      <div className={styles.head}>
        <SegmentedControl
          size="xs"
          aria-label={t('inbox.composerKind')}
          value={kind}
          onChange={composer.setKind}
          data={[
            { value: 'reply' as const, label: t('inbox.reply'), disabled: !canReply },
            { value: 'note' as const, label: t('inbox.note') },
          ]}
        />
        <span className={styles.way} title={hint}>
          {hint}
        </span>
        {kind === 'reply' && isMail && (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            aria-expanded={showsCopies}
            onClick={() => setShowsCopies(!showsCopies)}
          >
            {t('inbox.cc')} / {t('inbox.bcc')}
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
              acceptValueOnBlur
              value={copies[field]}
              onChange={(addresses) => setCopies({ ...copies, [field]: addresses })}
            />
          ))}
        </div>
      )}
    </>
  );
}

function Trouble({ composer }: { composer: Composing }) {
  const { t } = useTranslation();
  if (composer.trouble === '') return null;
  return (
    <p className={styles.trouble} role="alert">
      {composer.trouble}{' '}
      {composer.isOvertaken && (
        <Button size="compact-sm" variant="default" onClick={() => void composer.send('stay', true)}>
          {t('inbox.sendAnyway')}
        </Button>
      )}
    </p>
  );
}
