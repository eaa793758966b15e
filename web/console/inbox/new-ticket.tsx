import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api, newKey } from '../data/api.ts';
import { useChannelNames } from '../data/channels.ts';
import { refreshLists } from '../data/refresh.ts';
import type { Ticket } from '../data/types.ts';
import { explainError, fieldErrors } from '../design/explain-error.ts';
import styles from './new-ticket.module.css';

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;

/** Makes a ticket by hand, as after a talk in the corridor. What was typed stays when the server refuses. */
export function NewTicketDialog({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="lg"
      title={t('inbox.newTicket.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <NewTicketForm onDone={onClose} />
    </Modal>
  );
}

function NewTicketForm({ onDone }: { onDone(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const channels = useChannelNames().data ?? [];
  const [key] = useState(newKey);
  const [priority, setPriority] = useState<string>('normal');
  const [route, setRoute] = useState<string | null>(null);
  const make = useMutation({
    mutationFn: (body: object) => api.post<Ticket>('/tickets', body, key),
    onSuccess: (ticket) => {
      onDone();
      refreshLists();
      void navigate(`/tickets/${ticket.number}`);
    },
  });
  const wrong = fieldErrors(make.error);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const contact = Object.fromEntries(
      ['name', 'email'].flatMap((name) => (text(name) === '' ? [] : [[name, text(name)]])),
    );
    make.mutate({
      subject: text('subject'),
      text: text('text'),
      priority,
      ...(Object.keys(contact).length === 0 ? {} : { contact }),
      ...(route === null ? {} : { route }),
    });
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput name="subject" label={t('inbox.newTicket.subject')} error={wrong.subject} data-autofocus />
      <div className={styles.pair}>
        <TextInput name="name" label={t('inbox.newTicket.name')} error={wrong['contact.name']} />
        <TextInput
          name="email"
          type="email"
          label={t('inbox.newTicket.email')}
          error={wrong['contact.email'] ?? wrong.contact}
        />
      </div>
      <Textarea name="text" label={t('inbox.newTicket.text')} autosize minRows={5} error={wrong.text} />
      <div className={styles.pair}>
        <Select
          label={t('inbox.priority')}
          allowDeselect={false}
          value={priority}
          onChange={(value) => value && setPriority(value)}
          data={PRIORITIES.map((value) => ({ value, label: t(`common.priorities.${value}`) }))}
        />
        <Select
          label={t('inbox.newTicket.route')}
          placeholder={t('inbox.newTicket.noRoute')}
          clearable
          value={route}
          onChange={setRoute}
          data={channels.map(({ id, name }) => ({ value: id, label: name }))}
          error={wrong.route}
        />
      </div>
      {make.isError && Object.keys(wrong).length === 0 && <p role="alert">{explainError(make.error, t)}</p>}
      <Button type="submit" loading={make.isPending}>
        {t('inbox.newTicket.make')}
      </Button>
    </form>
  );
}
