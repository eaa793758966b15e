import { Button, Radio, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTeams, useUsers } from '../../data/people.ts';
import type { User } from '../../data/types.ts';
import { notify } from '../../design/notices.tsx';
import { Ask } from '../parts/ask.tsx';
import { useAct } from '../parts/use-act.ts';
import styles from './people.module.css';
import { saveUser } from './save-user.ts';

type Way = 'route' | 'user' | 'team';

/** Takes a user's access away, asking who gets their open tickets; or gives it back. */
export function Deactivation({ user }: { user: User }) {
  const { t } = useTranslation();
  const act = useAct();
  const [isAsking, setAsking] = useState(false);
  if (!user.active) {
    return (
      <div className={styles.acts}>
        <Button variant="default" onClick={() => void act(() => saveUser(user.id, { active: true }))}>
          {t('people.activate')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.acts}>
      <Button variant="default" color="red" onClick={() => setAsking(true)}>
        {t('people.deactivate')}
      </Button>
      {isAsking && <AskHandover user={user} onClose={() => setAsking(false)} />}
    </div>
  );
}

function AskHandover({ user, onClose }: { user: User; onClose(): void }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('route');
  const [heir, setHeir] = useState<string | null>(null);
  const choices = useHeirs(user, way);
  async function deactivate(): Promise<void> {
    const handover = way === 'route' || heir === null ? {} : { handover: handoverTo(way, heir) };
    await saveUser(user.id, { active: false, ...handover });
    notify({ text: t('people.deactivated', { name: user.name }) });
  }
  return (
    <Ask
      title={t('people.deactivateTitle', { name: user.name })}
      label={t('people.deactivate')}
      isOpen
      onClose={onClose}
      act={deactivate}
      mayAct={way === 'route' || heir !== null}
    >
      <p>{t('people.deactivateText')}</p>
      <Radio.Group
        label={t('people.openTickets')}
        value={way}
        onChange={(chosen) => {
          setWay(chosen);
          setHeir(null);
        }}
      >
        <Stack gap="xs" mt="xs">
          {(['route', 'user', 'team'] as const).map((value) => (
            <Radio key={value} value={value} label={t(`people.handover.${value}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {way !== 'route' && (
        <Select
          label={t(`people.heir.${way}`)}
          value={heir}
          onChange={setHeir}
          data={choices}
          searchable
          comboboxProps={{ withinPortal: true }}
        />
      )}
    </Ask>
  );
}

function handoverTo(way: 'user' | 'team', id: string): { user: string } | { team: string } {
  return way === 'user' ? { user: id } : { team: id };
}

function useHeirs(user: User, way: Way): { value: string; label: string }[] {
  const users = useUsers().data ?? [];
  const teams = useTeams().data ?? [];
  const heirs = way === 'team' ? teams : users.filter(({ id, active }) => active && id !== user.id);
  return heirs.map(({ id, name }) => ({ value: id, label: name }));
}
