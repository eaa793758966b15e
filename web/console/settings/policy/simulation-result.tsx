import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNames } from '../../data/people.ts';
import { EmptyState } from '../../design/states.tsx';
import { currentLocale } from '../../i18n/index.ts';
import type { SimulationAnswer } from './answers.ts';
import { durationText } from './durations.ts';
import styles from './policy.module.css';

type Outcome = SimulationAnswer['simulated'];

const COUNTS = ['assigned', 'leftToTeam', 'unassigned', 'overflow', 'atCapacity'] as const;
const WAITS = ['median', 'p95', 'longest'] as const;

/** A simulation side by side with what happened: counts, waits, shares, and where they differ. */
export function SimulationResult({ result }: { result: SimulationAnswer }) {
  const { t } = useTranslation();
  const { simulated, actual, tickets, different, assumptions } = result;
  if (tickets === 0) {
    return <EmptyState title={t('policy.noTicketsTitle')} text={t('policy.noTicketsText')} />;
  }
  return (
    <>
      <p>{t('policy.differ', { count: tickets, different: different.tickets })}</p>
      <Comparison caption={t('policy.outcome')}>
        {COUNTS.map((key) => (
          <Line key={key} name={t(`policy.counts.${key}`)} mine={simulated[key]} theirs={actual[key]} />
        ))}
        {WAITS.map((key) => (
          <Line
            key={key}
            name={t(`policy.waits.${key}`)}
            mine={waitText(simulated, key)}
            theirs={waitText(actual, key)}
          />
        ))}
      </Comparison>
      <Shares simulated={simulated} actual={actual} />
      <Differences result={result} />
      <details className={styles.more}>
        <summary>{t('policy.assumptions')}</summary>
        <ul>
          {assumptions.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function Comparison({ caption, children }: { caption: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('policy.thisPolicy')}</th>
            <th scope="col">{t('policy.happened')}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Line(props: { name: string; mine: string | number; theirs: string | number }) {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      <td>{props.mine}</td>
      <td>{props.theirs}</td>
    </tr>
  );
}

function Shares({ simulated, actual }: { simulated: Outcome; actual: Outcome }) {
  const { t } = useTranslation();
  const names = new Map([...actual.shares, ...simulated.shares].map(({ user, name }) => [user, name]));
  if (names.size === 0) return null;
  return (
    <Comparison caption={t('policy.shares')}>
      {[...names].map(([user, name]) => (
        <Line key={user} name={name} mine={shareText(simulated, user)} theirs={shareText(actual, user)} />
      ))}
    </Comparison>
  );
}

function Differences({ result: { different } }: { result: SimulationAnswer }) {
  const { t } = useTranslation();
  const names = useNames();
  const nameOf = (end: { owner: string | null; team: string | null }) => {
    const id = end.owner ?? end.team;
    return id === null ? t('common.nobody') : (names.get(id) ?? id);
  };
  if (different.items.length === 0) return null;
  return (
    <details className={styles.more}>
      <summary>{t('policy.differences', { count: different.items.length })}</summary>
      <Comparison caption={t('policy.differentTickets')}>
        {different.items.map((each) => (
          <tr key={each.ticket}>
            <th scope="row">
              <Link to={`/tickets/${each.number}`}>
                #{each.number} {each.subject}
              </Link>
            </th>
            <td>
              {nameOf(each.simulated)}
              <span className={styles.why}>{each.simulated.explanation}</span>
            </td>
            <td>{nameOf(each.actual)}</td>
          </tr>
        ))}
      </Comparison>
    </details>
  );
}

function waitText({ waits }: Outcome, key: (typeof WAITS)[number]): string {
  return waits === null ? '–' : durationText(waits[key]);
}

function shareText({ shares }: Outcome, user: string): string {
  const share = shares.find((each) => each.user === user);
  if (!share) return '0';
  const percent = new Intl.NumberFormat(currentLocale(), { style: 'percent' }).format(share.share);
  return `${share.tickets} (${percent})`;
}
