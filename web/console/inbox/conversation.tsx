import { ActionIcon, Button, Drawer } from '@mantine/core';
import { IconArrowLeft, IconInfoCircle, IconLayoutSidebarRightCollapse } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMessages, useTicketEvents } from '../data/tickets.ts';
import type { Ticket } from '../data/types.ts';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { weekdayTime } from '../design/time.ts';
import { Composer } from './composer.tsx';
import styles from './conversation.module.css';
import { Details } from './details.tsx';
import { MergedNotice } from './merged-notice.tsx';
import { MoreMenu } from './more-menu.tsx';
import { OwnerField } from './owner-field.tsx';
import { useSeen } from './seen.ts';
import { Thread } from './thread.tsx';
import { threadOf } from './thread-items.ts';
import { useTicketChange } from './ticket-changes.ts';
import { Viewers } from './viewers.tsx';

interface ConversationProps {
  ticket: Ticket;
  onBack(): void;
  details: { isWide: boolean; areFolded: boolean; onFold(folded: boolean): void };
}

/** One ticket: what it is about, who has it, what was said, and the place to answer. */
export function Conversation({ ticket, onBack, details }: ConversationProps) {
  return (
    <article className={styles.conversation} aria-label={ticket.subject}>
      <Header ticket={ticket} onBack={onBack} details={details} />
      <Messages ticket={ticket} />
      {ticket.mergedInto === null ? (
        <Composer ticket={ticket} />
      ) : (
        <MergedNotice ticket={ticket} into={ticket.mergedInto.number} />
      )}
    </article>
  );
}

function Header({ ticket, onBack, details }: ConversationProps) {
  const { t } = useTranslation();
  const change = useTicketChange(ticket);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const isClosed = ticket.status === 'closed';
  const showDetails = () => (details.isWide ? details.onFold(!details.areFolded) : setDrawerOpen(true));
  return (
    <header className={styles.head}>
      <ActionIcon className={styles.back ?? ''} aria-label={t('common.back')} onClick={onBack}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <div className={styles.subject}>
        <h2 title={ticket.subject}>{ticket.subject}</h2>
        <StateLine ticket={ticket} />
      </div>
      <div className={styles.owner}>
        <Viewers ticket={ticket.id} />
        <OwnerField ticket={ticket} />
      </div>
      <Button
        variant="default"
        data-shortcut="close"
        onClick={() => change.edit({ status: isClosed ? 'open' : 'closed' })}
      >
        {isClosed ? t('inbox.reopenTicket') : t('inbox.closeTicket')}
      </Button>
      <MoreMenu ticket={ticket} />
      <ActionIcon
        aria-label={details.isWide && !details.areFolded ? t('inbox.foldDetails') : t('inbox.details')}
        title={details.isWide && !details.areFolded ? t('inbox.foldDetails') : t('inbox.details')}
        onClick={showDetails}
      >
        {details.isWide && !details.areFolded ? (
          <IconLayoutSidebarRightCollapse size={18} stroke={1.75} />
        ) : (
          <IconInfoCircle size={18} stroke={1.75} />
        )}
      </ActionIcon>
      <Drawer
        opened={isDrawerOpen}
        onClose={() => setDrawerOpen(false)}
        position="right"
        size={340}
        title={t('inbox.details')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <Details ticket={ticket} />
      </Drawer>
    </header>
  );
}

/** Number and status, and that it is put off or why it came back. */
function StateLine({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { number, status, snoozedUntil, wokeUp } = ticket;
  const words = [`#${number}`, t(`common.statuses.${status}`)];
  if (snoozedUntil !== null) words.push(t('inbox.snoozedUntil', { at: weekdayTime(snoozedUntil) }));
  if (wokeUp !== null) words.push(t(`inbox.wokeUp.${wokeUp.reason}`));
  return <span>{words.join(' · ')}</span>;
}

function Messages({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const messages = useMessages(ticket.id);
  const events = useTicketEvents(ticket.id);
  const scroller = useRef<HTMLDivElement>(null);
  const items = useMemo(() => threadOf(messages.data ?? [], events.data ?? []), [messages.data, events.data]);
  const count = messages.data?.length ?? 0;
  useSeen(ticket, messages.data?.at(-1)?.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message is what the end is for
  useEffect(() => {
    const element = scroller.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [count]);
  if (messages.isPending) return <LoadingLines lines={8} />;
  if (messages.isError && !messages.data) {
    return <ErrorState error={messages.error} retry={() => void messages.refetch()} />;
  }
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      data-scroller
      aria-label={t('inbox.conversation')}
    >
      <Thread items={items} ticket={ticket} />
    </section>
  );
}
