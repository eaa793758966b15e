import { useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTicket } from '../data/tickets.ts';
import { onDemand } from '../design/on-demand.ts';
import { EmptyState, LoadingLines } from '../design/states.tsx';
import styles from './inbox.module.css';
import { useInboxKeys } from './inbox-keys.ts';
import { usePlace } from './place.ts';
import { TicketList } from './ticket-list.tsx';
import { Views } from './views.tsx';

/** Comes with the first ticket that is opened: the list is there the sooner. */
const loadTicket = async () => ({ default: (await import('./open-ticket.tsx')).OpenTicket });
const OpenTicket = onDemand(loadTicket);

/** The agents' place: views, list, conversation and details beside each other, as many as the window has room for. */
export function Inbox() {
  const { t } = useTranslation();
  const place = usePlace();
  const isWide = useMediaQuery('(min-width: 1200px)') ?? true;
  const [areViewsFolded, setViewsFolded] = useLocalStorage({ key: 'deskroute.views', defaultValue: false });
  const [areDetailsFolded, setDetailsFolded] = useLocalStorage({
    key: 'deskroute.details',
    defaultValue: false,
  });
  const showsViews = isWide && !areViewsFolded;
  useInboxKeys(place, useTicket(place.number).data);
  // Once the list stands, so that the first ticket opens at once; what fails here comes when it is needed.
  useEffect(() => {
    const timer = setTimeout(() => loadTicket().catch(() => {}), 1_500);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      {!showsViews && <h1 className="visually-hidden">{t('inbox.title')}</h1>}
      <div
        className={styles.inbox}
        data-open={place.number !== undefined}
        data-views={showsViews}
        data-details={isWide && !areDetailsFolded}
      >
        {showsViews && <Views place={place} onFold={() => setViewsFolded(true)} />}
        <TicketList
          place={place}
          onShowViews={isWide && areViewsFolded ? () => setViewsFolded(false) : null}
        />
        <main className={styles.conversation} id="conversation">
          {place.number === undefined ? (
            <EmptyState title={t('inbox.chooseTicket')} text={<KeysHint />} />
          ) : (
            <Suspense fallback={<LoadingLines lines={8} />}>
              <OpenTicket
                place={place}
                isWide={isWide}
                areDetailsFolded={areDetailsFolded}
                onFoldDetails={setDetailsFolded}
              />
            </Suspense>
          )}
        </main>
      </div>
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
