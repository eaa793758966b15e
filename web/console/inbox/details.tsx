import { Select, TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNames } from '../data/people.ts';
import { useContact, useTicketList } from '../data/tickets.ts';
import type { Ticket } from '../data/types.ts';
import { ChannelIcon } from '../design/channel-icon.tsx';
import { LoadingLines } from '../design/states.tsx';
import { fullTime } from '../design/time.ts';
import styles from './details.module.css';
import { useTicketChange } from './ticket-changes.ts';
import { Why } from './why.tsx';

/** Fields of a form that stand in the conversation and the contact already. */
const SHOWN_ELSEWHERE = ['name', 'email', 'subject', 'message'];

/** What is known about a ticket and its customer, and why it has the owner it has. */
export function Details({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  return (
    <aside className={styles.details} aria-label={t('inbox.details')}>
      <Why ticket={ticket} />
      <Properties ticket={ticket} />
      <ContactPanel ticket={ticket} />
    </aside>
  );
}

function Properties({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const names = useNames();
  const change = useTicketChange(ticket);
  const fields = Object.entries(ticket.fields).filter(([name]) => !SHOWN_ELSEWHERE.includes(name));
  return (
    <section className={styles.section}>
      <Select
        label={t('inbox.status')}
        size="xs"
        allowDeselect={false}
        value={ticket.status}
        data={(['open', 'pending', 'closed'] as const).map((value) => ({
          value,
          label: t(`common.statuses.${value}`),
        }))}
        onChange={(status) => status && void change.edit({ status })}
      />
      <Select
        label={t('inbox.priority')}
        size="xs"
        allowDeselect={false}
        value={ticket.priority}
        data={(['urgent', 'high', 'normal', 'low'] as const).map((value) => ({
          value,
          label: t(`common.priorities.${value}`),
        }))}
        onChange={(priority) => priority && void change.edit({ priority })}
      />
      <TagsInput
        label={t('inbox.tags')}
        size="xs"
        placeholder={ticket.tags.length === 0 ? t('inbox.addTag') : ''}
        value={ticket.tags}
        onChange={(tags) => void change.edit({ tags })}
      />
      <dl className={styles.facts}>
        {ticket.team !== null && <Fact term={t('inbox.team')}>{names.get(ticket.team) ?? ticket.team}</Fact>}
        <Fact term={t('inbox.channel')}>
          {ticket.channelKind === null ? t('inbox.byHand') : t(`common.kinds.${ticket.channelKind}`)}
        </Fact>
        <Fact term={t('inbox.created')}>{fullTime(ticket.createdAt)}</Fact>
        {fields.map(([name, value]) => (
          <Fact key={name} term={name}>
            {value}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ContactPanel({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const contact = useContact(ticket.contact);
  if (ticket.contact === null) return null;
  if (!contact.data) return contact.isError ? null : <LoadingLines />;
  const { name, emails, phones } = contact.data;
  return (
    <section className={styles.section}>
      <h3>{t('inbox.contact')}</h3>
      <p className={styles.contact}>
        <strong>{name ?? emails[0] ?? phones[0] ?? t('common.unknownPerson')}</strong>
        {emails.map((email) => (
          <a key={email} href={`mailto:${email}`}>
            {email}
          </a>
        ))}
        {phones.map((phone) => (
          <a key={phone} href={`tel:${phone}`}>
            {phone}
          </a>
        ))}
      </p>
      <EarlierTickets ticket={ticket} contact={ticket.contact} />
    </section>
  );
}

function EarlierTickets({ ticket, contact }: { ticket: Ticket; contact: string }) {
  const { t } = useTranslation();
  const list = useTicketList({ contact });
  const others = (list.data?.pages[0]?.items ?? []).filter(({ id }) => id !== ticket.id).slice(0, 10);
  return (
    <>
      <h4>{t('inbox.earlier')}</h4>
      {list.isSuccess && others.length === 0 && <p className={styles.soft}>{t('inbox.noEarlier')}</p>}
      <ul className={styles.earlier}>
        {others.map((other) => (
          <li key={other.id}>
            <ChannelIcon kind={other.channelKind} size={14} />
            <Link to={`/tickets/${other.number}`}>{other.subject}</Link>
            <span className={styles.soft}>{t(`common.statuses.${other.status}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
