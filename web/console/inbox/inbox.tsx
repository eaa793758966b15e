import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useTicket } from '../data/tickets.ts';
import { EmptyState, ErrorState, LoadingLines } from '../design/states.tsx';
import { Conversation } from './conversation.tsx';
import { Details } from './details.tsx';
import styles from './inbox.module.css';
import { useInboxKeys } from './inbox-keys.ts';
import { type Place, usePlace } from './place.ts';
import { TicketList } from './ticket-list.tsx';
import { Views } from './views.tsx';

/** The agents' place: views, list, conversation and details beside each other, as many as the window has room for. */
export function Inbox() {
  const place = usePlace();
  const isWide = useMediaQuery('(min-width: 1200px)') ?? true;
  const [areViewsFolded, setViewsFolded] = useLocalStorage({ key: 'deskroute.views', defaultValue: false });
  const [areDetailsFolded, setDetailsFolded] = useLocalStorage({
    key: 'deskroute.details',
    defaultValue: false,
  });
  const showsViews = isWide && !areViewsFolded;
  useInboxKeys(place, useTicket(place.number).data);
  return (
    <div
      className={styles.inbox}
      data-open={place.number !== undefined}
      data-views={showsViews}
      data-details={isWide && !areDetailsFolded}
    >
      {showsViews && <Views place={place} onFold={() => setViewsFolded(true)} />}
      <TicketList place={place} onShowViews={isWide && areViewsFolded ? () => setViewsFolded(false) : null} />
      <main className={styles.conversation} id="conversation">
        <OpenTicket
          place={place}
          isWide={isWide}
          areDetailsFolded={areDetailsFolded}
          onFoldDetails={setDetailsFolded}
        />
      </main>
    </div>
  );
}

interface OpenTicketProps {
  place: Place;
  isWide: boolean;
  areDetailsFolded: boolean;
  onFoldDetails(folded: boolean): void;
}

function OpenTicket({ place, isWide, areDetailsFolded, onFoldDetails }: OpenTicketProps) {
  const { t } = useTranslation();
  const ticket = useTicket(place.number);
  if (place.number === undefined) return <EmptyState title={t('inbox.chooseTicket')} text={<KeysHint />} />;
  if (ticket.isPending) return <LoadingLines lines={8} />;
  if (ticket.isError) return <ErrorState error={ticket.error} retry={() => void ticket.refetch()} />;
  return (
    <>
      <Conversation
        key={ticket.data.id}
        ticket={ticket.data}
        onBack={place.leaveTicket}
        details={{ isWide, areFolded: areDetailsFolded, onFold: onFoldDetails }}
      />
      {isWide && !areDetailsFolded && <Details key={`details-${ticket.data.id}`} ticket={ticket.data} />}
    </>
  );
}

function KeysHint() {
  const { t } = useTranslation();
  return (
    <>
      <kbd>J</kbd> {t('inbox.keys.next')} <kbd>K</kbd> {t('inbox.keys.previous')} <kbd>?</kbd>{' '}
      {t('inbox.keys.all')}
    </>
  );
}
