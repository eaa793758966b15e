import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTeams, useUsers } from '../../data/people.ts';
import type { User } from '../../data/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import styles from './policy.module.css';

interface Owners {
  users: string[];
  teams: string[];
}

interface OwnersFieldProps {
  value: Owners;
  onChange(value: Owners): void;
  /** What the server found wrong, by path within the choice, such as `users.0`. */
  errors: Record<string, string>;
}

/** Users and teams among whom tickets are distributed, found by typing. */
export function OwnersField({ value, onChange, errors }: OwnersFieldProps) {
  const { t } = useTranslation();
  const users = useUsers().data ?? [];
  const teams = useTeams().data ?? [];
  const chosen = new Set(value.users);
  const byId = new Map(users.map((user) => [user.id, user]));
  // Who cannot get tickets is offered only to be taken out again.
  const offered = users.filter((user) => canServe(user) || chosen.has(user.id));
  const data = [
    { group: t('policy.teams'), items: teams.map(({ id, name }) => ({ value: `team:${id}`, label: name })) },
    {
      group: t('policy.users'),
      items: offered.map(({ id, name }) => ({ value: `user:${id}`, label: name })),
    },
  ];
  function change(values: string[]): void {
    const ids = (kind: string) =>
      values.filter((each) => each.startsWith(`${kind}:`)).map((each) => each.slice(kind.length + 1));
    onChange({ users: ids('user'), teams: ids('team') });
  }
  const messages = Object.values(errors);
  return (
    <MultiSelect
      label={t('policy.owners')}
      description={t('policy.ownersText')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder={t('policy.findOwners')}
      data={data.filter(({ items }) => items.length > 0)}
      value={[...value.teams.map((id) => `team:${id}`), ...value.users.map((id) => `user:${id}`)]}
      onChange={change}
      searchable
      hidePickedOptions
      nothingFoundMessage={t('policy.nobodyFound')}
      error={messages.length > 0 ? messages.join(' ') : undefined}
      renderOption={({ option }) => (
        <OwnerOption name={option.label} user={byId.get(option.value.slice(5))} />
      )}
    />
  );
}

function OwnerOption({ name, user }: { name: string; user: User | undefined }) {
  const { t } = useTranslation();
  if (!user) return <span>{name}</span>;
  return (
    <span className={styles.option}>
      <Avatar name={name} size={20} status={user.availability.status} />
      <span className={styles.grow}>{name}</span>
      <span className={styles.soft}>{t(`common.availability.${user.availability.status}`)}</span>
    </span>
  );
}

function canServe({ active, seat }: User): boolean {
  return active && seat === 'service';
}
