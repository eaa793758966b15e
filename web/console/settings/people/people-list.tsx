import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNames, useUsers } from '../../data/people.ts';
import type { User } from '../../data/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { EmptyState } from '../../design/states.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import table from '../parts/table.module.css';
import { AvailabilityText } from './availability-text.tsx';

const STATES = ['active', 'invited', 'deactivated'] as const;
type State = (typeof STATES)[number];

/** Everybody who works here, to be searched. */
export function PeopleList() {
  const { t } = useTranslation();
  const users = useUsers();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<State>('active');
  return (
    <Page
      isWide
      title={t('people.title')}
      text={t('people.text')}
      actions={
        <Button
          component={Link}
          to="/settings/people/new"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
        >
          {t('people.invite')}
        </Button>
      }
    >
      <div className={table.bar}>
        <TextInput
          className={table.grow ?? ''}
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<IconSearch size={16} aria-hidden="true" />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('people.which')}
          value={state}
          onChange={(chosen: State) => setState(chosen)}
          data={STATES.map((value) => ({ value, label: t(`people.states.${value}`) }))}
        />
      </div>
      <Loaded query={users}>
        {(all) => <PeopleTable users={all.filter((user) => isIn(user, state) && matches(user, search))} />}
      </Loaded>
    </Page>
  );
}

function isIn({ active, invited }: User, state: State): boolean {
  if (state === 'deactivated') return !active;
  return active && (state === 'active' || invited);
}

function matches({ name, email }: User, search: string): boolean {
  return `${name} ${email}`.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());
}

function PeopleTable({ users }: { users: readonly User[] }) {
  const { t } = useTranslation();
  if (users.length === 0) return <EmptyState title={t('people.noneTitle')} text={t('people.noneText')} />;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('people.person')}</th>
          <th scope="col">{t('people.role')}</th>
          <th scope="col" className={table.optional}>
            {t('people.seat')}
          </th>
          <th scope="col" className={table.optional}>
            {t('people.teams')}
          </th>
          <th scope="col" className={table.optional}>
            {t('people.availability')}
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <PersonRow key={user.id} user={user} />
        ))}
      </tbody>
    </table>
  );
}

function PersonRow({ user }: { user: User }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <tr>
      <th scope="row">
        <span className={table.main}>
          <Avatar name={user.name} {...(user.active ? { status: user.availability.status } : {})} />
          <span>
            <Link className={table.name} to={`/settings/people/${user.id}`}>
              {user.name}
            </Link>
            <span className={table.soft}>{user.email}</span>
          </span>
        </span>
      </th>
      <td>{t(`people.roles.${user.role}`)}</td>
      <td className={table.optional}>{t(`people.seats.${user.seat}`)}</td>
      <td className={table.optional}>{user.teams.map((id) => names.get(id) ?? id).join(', ') || '–'}</td>
      <td className={table.optional}>
        {user.invited && user.active ? t('people.states.invited') : <AvailabilityText user={user} />}
      </td>
    </tr>
  );
}
