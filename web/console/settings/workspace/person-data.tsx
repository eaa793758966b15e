import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Contact, Listing } from '../../data/types.ts';
import { notify } from '../../design/notices.tsx';
import { EmptyState } from '../../design/states.tsx';
import { Ask } from '../parts/ask.tsx';
import { download } from '../parts/download.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import table from '../parts/table.module.css';
import { useAct } from '../parts/use-act.ts';

/** Settings → Data of a person: everything that is stored of a contact, to hand out or to erase. */
export function PersonData() {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [asked] = useDebouncedValue(search.trim(), 250);
  const contacts = useQuery({
    queryKey: ['contacts', 'person-data', asked],
    queryFn: ({ signal }) => api.get<Listing<Contact>>('/contacts', { q: asked, limit: 20 }, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <Page isWide title={t('settings.sections.personData')} text={t('personData.text')}>
      <div className={table.bar}>
        <TextInput
          className={table.grow ?? ''}
          aria-label={t('personData.search')}
          placeholder={t('personData.search')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      <Loaded query={contacts}>{({ items }) => <ContactTable contacts={items} />}</Loaded>
    </Page>
  );
}

function ContactTable({ contacts }: { contacts: readonly Contact[] }) {
  const { t } = useTranslation();
  const [erased, setErased] = useState<Contact | null>(null);
  if (contacts.length === 0) {
    return <EmptyState title={t('personData.noneTitle')} text={t('personData.noneText')} />;
  }
  return (
    <>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('personData.person')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('teams.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {contacts.map((contact) => (
            <ContactRow key={contact.id} contact={contact} onErase={() => setErased(contact)} />
          ))}
        </tbody>
      </table>
      {erased && <AskErasure contact={erased} onClose={() => setErased(null)} />}
    </>
  );
}

function ContactRow({ contact, onErase }: { contact: Contact; onErase(): void }) {
  const { t } = useTranslation();
  const act = useAct();
  const name = nameOf(contact);
  async function exportAll(): Promise<void> {
    const everything = await api.get<unknown>(`/contacts/${contact.id}/export`);
    download(`contact-${contact.id}.json`, JSON.stringify(everything, null, 2), 'application/json');
  }
  return (
    <tr>
      <th scope="row">
        <span className={table.name}>{name}</span>
        <br />
        <span className={table.soft}>{[...contact.emails, ...contact.phones].join(', ')}</span>
      </th>
      <td className={table.acts}>
        <Button
          variant="subtle"
          aria-label={t('personData.exportOf', { name })}
          onClick={() => void act(exportAll)}
        >
          {t('personData.export')}
        </Button>
        <Button variant="subtle" color="red" aria-label={t('personData.eraseOf', { name })} onClick={onErase}>
          {t('personData.erase')}
        </Button>
      </td>
    </tr>
  );
}

function AskErasure({ contact, onClose }: { contact: Contact; onClose(): void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const name = nameOf(contact);
  async function erase(): Promise<void> {
    await api.delete(`/contacts/${contact.id}`);
    notify({ text: t('personData.erased') });
    void queryClient.invalidateQueries({ queryKey: ['contacts'] });
  }
  return (
    <Ask
      title={t('personData.eraseTitle', { name })}
      label={t('personData.eraseForever')}
      isOpen
      onClose={onClose}
      act={erase}
      mayAct={typed.trim() === name}
    >
      <p>{t('personData.eraseText')}</p>
      <TextInput
        label={t('personData.typeName', { name })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
      />
    </Ask>
  );
}

/** What a contact goes by: the name, else an address or a number. */
function nameOf({ name, emails, phones, id }: Contact): string {
  return name || emails[0] || phones[0] || id;
}
