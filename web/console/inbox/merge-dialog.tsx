import { Button, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../data/api.ts';
import { readAnew } from '../data/apply-live.ts';
import type { Listing, Ticket, TicketItem } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import styles from './merge-dialog.module.css';

interface MergeDialogProps {
  ticket: Ticket;
  opened: boolean;
  onClose(): void;
}

/** Chooses the ticket that this one becomes a part of; the merge can be undone. */
export function MergeDialog({ ticket, opened, onClose }: MergeDialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const merge = useMutation({
    mutationFn: (into: TicketItem) => api.post<Ticket>(`/tickets/${ticket.id}/merge`, { into: into.id }),
    onSuccess: (_, into) => {
      onClose();
      readAnew();
      void navigate(`/tickets/${into.number}`);
      notify({
        text: t('inbox.merged', { number: ticket.number, into: into.number }),
        action: { label: t('common.undo'), run: () => void undo() },
        lasts: 10_000,
      });
    },
  });
  async function undo(): Promise<void> {
    try {
      await api.post(`/tickets/${ticket.id}/unmerge`, {});
      readAnew();
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
    }
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('inbox.mergeTitle', { number: ticket.number })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Targets ticket={ticket} onChoose={merge.mutate} isBusy={merge.isPending} />
      {merge.isError && <p role="alert">{explainError(merge.error, t)}</p>}
    </Modal>
  );
}

interface TargetsProps {
  ticket: Ticket;
  onChoose(into: TicketItem): void;
  isBusy: boolean;
}

/** The contact's other tickets first: two mails about one thing are what is merged most. */
function Targets({ ticket, onChoose, isBusy }: TargetsProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const [settled] = useDebouncedValue(words.trim(), 200);
  const number = /^#?(\d+)$/.exec(settled)?.[1];
  const found = useQuery({
    queryKey: ['merge', ticket.contact, settled],
    queryFn: async (): Promise<TicketItem[]> => {
      if (number) return [await api.get<TicketItem>(`/tickets/${number}`)];
      const of = settled === '' ? { contact: ticket.contact } : { q: settled };
      return (await api.get<Listing<TicketItem>>('/tickets', { ...of, limit: 9 })).items;
    },
    enabled: settled !== '' || ticket.contact !== null,
    retry: false,
  });
  const others = (found.data ?? []).filter(({ id }) => id !== ticket.id);
  return (
    <div className={styles.targets}>
      <TextInput
        label={t('inbox.mergeInto')}
        placeholder={t('inbox.mergeFind')}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-autofocus
      />
      {found.isSuccess && others.length === 0 && <p className={styles.none}>{t('inbox.noMatch')}</p>}
      <ul>
        {others.map((other) => (
          <li key={other.id}>
            <Button
              variant="subtle"
              color="gray"
              fullWidth
              justify="start"
              disabled={isBusy}
              onClick={() => onChoose(other)}
            >
              #{other.number} {other.subject}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
