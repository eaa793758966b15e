import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../data/api.ts';
import { readAnew } from '../data/apply-live.ts';
import type { Ticket } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import styles from './merged-notice.module.css';

/** Stands where one would write on a ticket that is a part of another: where it went, and the way back. */
export function MergedNotice({ ticket, into }: { ticket: Ticket; into: number }) {
  const { t } = useTranslation();
  const undo = useMutation({
    mutationFn: () => api.post<Ticket>(`/tickets/${ticket.id}/unmerge`, {}),
    onSuccess: readAnew,
  });
  return (
    <section className={styles.notice} aria-label={t('inbox.mergedLabel')}>
      <p>
        {t('inbox.isMerged')} <Link to={`/tickets/${into}`}>{t('inbox.ticketNumber', { number: into })}</Link>
      </p>
      <Button variant="default" loading={undo.isPending} onClick={() => undo.mutate()}>
        {t('inbox.unmerge')}
      </Button>
      {undo.isError && <p role="alert">{explainError(undo.error, t)}</p>}
    </section>
  );
}
