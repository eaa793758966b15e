import { IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDecisions } from '../data/tickets.ts';
import type { Decision, Ticket } from '../data/types.ts';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { fullTime } from '../design/time.ts';
import { currentLanguage } from '../i18n/index.ts';
import styles from './why.module.css';

/** Why this owner, or why nobody: the stored decision in words, with everyone it considered. */
export function Why({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const decisions = useDecisions(ticket.id, currentLanguage(), true);
  const title =
    ticket.owner !== null
      ? t('inbox.whyOwner')
      : ticket.team !== null
        ? t('inbox.whyTeam')
        : t('inbox.whyNobody');
  return (
    <section className={styles.why} aria-labelledby="why-title">
      <h3 id="why-title">
        <IconHelpCircle size={16} stroke={1.75} aria-hidden="true" /> {title}
      </h3>
      {decisions.isPending && <LoadingLines lines={2} />}
      {decisions.isError && <ErrorState error={decisions.error} retry={() => void decisions.refetch()} />}
      {decisions.data && <Told ticket={ticket} decision={decisions.data.items[0]} />}
    </section>
  );
}

function Told({ ticket, decision }: { ticket: Ticket; decision: Decision | undefined }) {
  const { t } = useTranslation();
  const isByHand = decision === undefined || (decision.owner !== ticket.owner && ticket.owner !== null);
  if (isByHand) return <p>{t('inbox.noDecision')}</p>;
  return (
    <>
      <p>{decision.explanation}</p>
      {decision.candidates.length > 0 && (
        <details>
          <summary>{t('inbox.candidates', { count: decision.candidates.length })}</summary>
          <Candidates decision={decision} type={ticket.type} />
          <p className={styles.soft}>
            {t('inbox.decidedAt', { at: fullTime(decision.at), version: decision.policy.version })}
          </p>
        </details>
      )}
    </>
  );
}

function Candidates({ decision, type }: { decision: Decision; type: Ticket['type'] }) {
  const { t } = useTranslation();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('inbox.candidate')}</th>
          <th scope="col">{t('inbox.load', { type: t(`common.types.${type}`) })}</th>
          <th scope="col">{t('inbox.outcome')}</th>
        </tr>
      </thead>
      <tbody>
        {decision.candidates.map((candidate) => (
          <tr key={candidate.user} data-chosen={candidate.user === decision.owner}>
            <th scope="row">{candidate.name}</th>
            <td>
              {candidate.load}
              {candidate.capacity !== null && ` / ${candidate.capacity}`}
            </td>
            <td>{outcomeText(candidate, decision)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );

  function outcomeText(candidate: Decision['candidates'][number], { owner }: Decision): string {
    if (candidate.user === owner) return t('inbox.chosen');
    const known = t('inbox.passedOver', { returnObjects: true });
    const why = candidate.passedOver;
    if (why === null) return t('inbox.eligible');
    return why in known ? known[why as keyof typeof known] : why;
  }
}
