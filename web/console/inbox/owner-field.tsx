import { Combobox, Input, InputBase, useCombobox } from '@mantine/core';
import { IconUser, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNames, useTeams, useUsers } from '../data/people.ts';
import { useMe } from '../data/session.ts';
import type { Ticket } from '../data/types.ts';
import { Avatar } from '../design/avatar.tsx';
import styles from './owner-field.module.css';
import { useTicketChange } from './ticket-changes.ts';

/** Who has the ticket, to be changed to anybody or any team; each user with their availability. */
export function OwnerField({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const names = useNames();
  const change = useTicketChange(ticket);
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.focusSearchInput(),
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      setSearch('');
    },
  });
  const name = ticket.owner === null ? null : (names.get(ticket.owner) ?? ticket.owner);
  const team = ticket.team === null ? null : (names.get(ticket.team) ?? ticket.team);
  async function choose(value: string): Promise<void> {
    combobox.closeDropdown();
    const [kind, id = ''] = value.split(':');
    if (kind === 'none') await change.setOwner({ user: null });
    else await change.setOwner(kind === 'team' ? { team: id, user: null } : { user: id });
  }
  return (
    <Combobox store={combobox} width={300} position="bottom-end" onOptionSubmit={(v) => void choose(v)}>
      <Combobox.Target>
        <InputBase
          component="button"
          type="button"
          className={styles.target ?? ''}
          pointer
          size="sm"
          rightSection={<Combobox.Chevron />}
          leftSection={name ? <Avatar name={name} size={20} /> : <IconUser size={16} />}
          onClick={() => combobox.toggleDropdown()}
          aria-label={t('inbox.ownedBy', { name: name ?? t('common.nobody') })}
          data-shortcut="owner"
        >
          {name ?? team ?? <Input.Placeholder>{t('inbox.noOwner')}</Input.Placeholder>}
        </InputBase>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={t('inbox.findOwner')}
          aria-label={t('inbox.findOwner')}
        />
        <OwnerOptions search={search} hasOwner={ticket.owner !== null} />
      </Combobox.Dropdown>
    </Combobox>
  );
}

function OwnerOptions({ search, hasOwner }: { search: string; hasOwner: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const matches = (name: string) => name.toLocaleLowerCase().includes(search.trim().toLocaleLowerCase());
  const users = (useUsers().data ?? []).filter((user) => user.active && matches(user.name));
  const teams = (useTeams().data ?? []).filter((team) => matches(team.name));
  // Oneself first: taking a ticket is what is done most.
  const sorted = users.toSorted((a, b) => Number(b.id === me.id) - Number(a.id === me.id));
  return (
    <Combobox.Options className={styles.options ?? ''}>
      {sorted.map((user) => (
        <Combobox.Option key={user.id} value={`user:${user.id}`}>
          <span className={styles.option}>
            <Avatar name={user.name} size={20} status={user.availability.status} />
            <span className={styles.name}>
              {user.name} {user.id === me.id && <span className={styles.soft}>({t('common.you')})</span>}
            </span>
            <span className={styles.soft}>{t(`common.availability.${user.availability.status}`)}</span>
          </span>
        </Combobox.Option>
      ))}
      {teams.length > 0 && (
        <Combobox.Group label={t('inbox.teams')}>
          {teams.map((team) => (
            <Combobox.Option key={team.id} value={`team:${team.id}`}>
              <span className={styles.option}>
                <IconUsers size={16} aria-hidden="true" />
                <span className={styles.name}>{team.name}</span>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Group>
      )}
      {hasOwner && search === '' && (
        <Combobox.Option value="none:">
          <span className={styles.option}>{t('inbox.takeOwnerAway')}</span>
        </Combobox.Option>
      )}
      {sorted.length + teams.length === 0 && <Combobox.Empty>{t('inbox.nobodyFound')}</Combobox.Empty>}
    </Combobox.Options>
  );
}
