import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useNames } from '../data/people.ts';
import type { TicketEvent } from '../data/types.ts';
import { clockTime, fullTime, weekdayTime } from '../design/time.ts';
import styles from './event-line.module.css';

/** What somebody did to a ticket, as one grey line. */
export function EventLine({ event }: { event: TicketEvent }) {
  const { t } = useTranslation();
  const names = useNames();
  const who = event.actor.name || t('inbox.events.routing');
  if (event.decision) return <DecisionLine event={event} decision={event.decision} />;
  const words = event.changes.map((change) => wordsFor(change, names, t)).filter((each) => each !== '');
  if (words.length === 0) return null;
  return (
    <p className={styles.event}>
      {who} {words.join(', ')} ·{' '}
      <time dateTime={event.at} title={fullTime(event.at)}>
        {clockTime(event.at)}
      </time>
    </p>
  );
}

/** What the router decided; the details say why. */
function DecisionLine(props: { event: TicketEvent; decision: NonNullable<TicketEvent['decision']> }) {
  const { t } = useTranslation();
  const names = useNames();
  const { owner, team } = props.decision;
  const to = owner ?? team;
  const words =
    to === null ? t('inbox.events.foundNobody') : t('inbox.events.owner', { name: names.get(to) ?? to });
  return (
    <p className={styles.event}>
      {t('inbox.events.routing')} {words} ·{' '}
      <time dateTime={props.event.at} title={fullTime(props.event.at)}>
        {clockTime(props.event.at)}
      </time>
    </p>
  );
}

function wordsFor(
  { field, from, to }: TicketEvent['changes'][number],
  names: ReadonlyMap<string, string>,
  t: TFunction,
): string {
  const value = typeof to === 'string' || typeof to === 'number' ? String(to) : null;
  const name = value === null ? t('common.nobody') : (names.get(value) ?? value);
  switch (field) {
    case 'owner':
      return value === null ? t('inbox.events.tookOwner') : t('inbox.events.owner', { name });
    case 'team':
      return value === null ? t('inbox.events.tookTeam') : t('inbox.events.team', { name });
    case 'status':
      if (value === 'open' || value === 'pending' || value === 'closed')
        return t(`inbox.events.status.${value}`);
      return '';
    case 'priority':
      if (value === 'low' || value === 'normal' || value === 'high' || value === 'urgent')
        return t('inbox.events.priority', { value: t(`common.priorities.${value}`) });
      return '';
    case 'subject':
      return t('inbox.events.subject', { value });
    case 'snoozedUntil':
      return value === null
        ? t('inbox.events.wokeUp')
        : t('inbox.events.snoozed', { at: weekdayTime(value) });
    case 'mergedFrom':
      return value === null
        ? t('inbox.events.unmerged', { number: from })
        : t('inbox.events.merged', { number: value });
    case 'tags':
      return t('inbox.events.tags', { value: Array.isArray(to) ? to.join(', ') : '' });
    default:
      return '';
  }
}
