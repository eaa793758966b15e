import { Button } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconChecks,
  IconClock,
  IconEyeCheck,
  IconLock,
  IconRobot,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../data/api.ts';
import { useMessages } from '../data/tickets.ts';
import type { Message, Ticket } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import { clockTime, fullTime } from '../design/time.ts';
import { Attachments } from './attachments.tsx';
import { MailFrame } from './mail-frame.tsx';
import styles from './message.module.css';
import { PlainText } from './plain-text.tsx';

const SIGNS = {
  queued: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconEyeCheck,
  failed: IconAlertTriangle,
};

interface MessageProps {
  message: Message;
  /** Whether the one above is of the same person at the same go. */
  continues: boolean;
  ticket: Ticket;
}

/** One message: customers left, us right, notes across. */
export function MessageBubble({ message, continues, ticket }: MessageProps) {
  const { t } = useTranslation();
  const { author, direction, at } = message;
  const name = author.name ?? message.from ?? t('inbox.customer');
  return (
    <div className={styles.message} data-direction={direction} data-continues={continues}>
      {!continues && (
        <p className={styles.who}>
          {direction === 'note' && (
            <span className={styles.noteSign}>
              <IconLock size={14} aria-hidden="true" /> {t('inbox.note')}
            </span>
          )}
          <strong>{name}</strong>
          <time dateTime={at} title={fullTime(at)}>
            {clockTime(at)}
          </time>
          <Marks message={message} />
        </p>
      )}
      <div className={styles.bubble}>
        <Body message={message} />
        <Attachments files={message.attachments} />
      </div>
      {message.delivery && <Delivery message={message} ticket={ticket} />}
    </div>
  );
}

function Marks({ message }: { message: Message }) {
  const { t } = useTranslation();
  return (
    <>
      {message.automatic !== null && (
        <span className={styles.mark} title={message.automatic}>
          <IconRobot size={14} aria-hidden="true" /> {t('inbox.automatic')}
        </span>
      )}
      {message.mergedFrom !== null && <span className={styles.mark}>{t('inbox.fromMerged')}</span>}
      {message.late && <span className={styles.mark}>{t('inbox.late')}</span>}
    </>
  );
}

/** HTML where there is some, in a frame of its own; else the text with what is quoted folded away. */
function Body({ message }: { message: Message }) {
  const { t } = useTranslation();
  const [withImages, setWithImages] = useState<string | null>(null);
  const show = useMutation({
    mutationFn: () => readWithImages(message),
    onSuccess: setWithImages,
    onError: (error) => notify({ text: explainError(error, t), tone: 'bad' }),
  });
  if (message.html === null) return <FoldedText message={message} />;
  return (
    <>
      {message.blockedImages > 0 && withImages === null && (
        <p className={styles.blocked}>
          {t('inbox.blockedImages', { count: message.blockedImages })}{' '}
          <Button variant="subtle" size="compact-sm" loading={show.isPending} onClick={() => show.mutate()}>
            {t('inbox.showImages')}
          </Button>
        </p>
      )}
      <MailFrame
        html={withImages ?? message.html}
        title={t('inbox.messageOf', { name: message.author.name ?? message.from ?? t('inbox.customer') })}
      />
    </>
  );
}

async function readWithImages({ id, ticket, html }: Message): Promise<string> {
  const { items } = await api.get<{ items: Message[] }>(`/tickets/${ticket}/messages`, {
    images: 'shown',
    limit: 200,
  });
  return items.find((message) => message.id === id)?.html ?? html ?? '';
}

function FoldedText({ message: { folded, text } }: { message: Message }) {
  const { t } = useTranslation();
  const parts = [
    { summary: t('inbox.signature'), text: folded.signature },
    { summary: t('inbox.quoted'), text: folded.quoted },
  ];
  return (
    <>
      <PlainText text={folded.visible || text} />
      {folded.visible !== '' &&
        parts.map(
          (part) =>
            part.text !== '' && (
              <details key={part.summary} className={styles.folded}>
                <summary>{part.summary}</summary>
                <PlainText text={part.text} />
              </details>
            ),
        )}
    </>
  );
}

function Delivery({ message, ticket }: { message: Message; ticket: Ticket }) {
  const { t } = useTranslation();
  const { refetch } = useMessages(ticket.id);
  const retry = useMutation({
    mutationFn: () => api.post(`/tickets/${ticket.id}/messages/${message.id}/retry`),
    onSuccess: () => refetch(),
    onError: (error) => notify({ text: explainError(error, t), tone: 'bad' }),
  });
  if (!message.delivery) return null;
  const { state, reason } = message.delivery;
  const Sign = SIGNS[state];
  return (
    <p className={styles.delivery} data-state={state}>
      <Sign size={14} aria-hidden="true" />
      <span>{[t(`inbox.delivery.${state}`), reason].filter(Boolean).join(': ')}</span>
      {state === 'failed' && (
        <Button variant="subtle" size="compact-sm" loading={retry.isPending} onClick={() => retry.mutate()}>
          {t('inbox.retry')}
        </Button>
      )}
    </p>
  );
}
