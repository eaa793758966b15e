import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Route, Routes } from 'react-router';
import { useMe } from '../../data/session.ts';
import type { User } from '../../data/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { Page } from '../parts/page.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useAct } from '../parts/use-act.ts';
import { PersonAbsences } from './absences.tsx';
import { AvailabilityText } from './availability-text.tsx';
import styles from './people.module.css';
import { PersonDetails } from './person-details.tsx';
import { PersonHours } from './person-hours.tsx';
import { isAbove } from './rights.ts';
import { setAvailability } from './save-user.ts';

/** One user: who they are, when they work, when they are away. */
export function PersonPage({ user }: { user: User }) {
  const { t } = useTranslation();
  const me = useMe();
  const base = `/settings/people/${user.id}`;
  const mayChange = isAbove(me, user) || me.id === user.id;
  return (
    <Page
      title={
        <>
          <Avatar name={user.name} size={32} />
          {user.name}
        </>
      }
      actions={mayChange && user.active && <AvailabilitySwitch user={user} />}
    >
      <p className={styles.status}>
        <AvailabilityText user={user} />
      </p>
      {!mayChange && <p className={styles.note}>{t('people.onlySuperAdmins')}</p>}
      <Tabs
        label={user.name}
        tabs={[
          { to: base, text: t('people.tabs.details') },
          { to: `${base}/hours`, text: t('people.tabs.hours') },
          { to: `${base}/absences`, text: t('people.tabs.absences') },
        ]}
      />
      <Routes>
        <Route path="hours" element={<PersonHours user={user} mayChange={mayChange} />} />
        <Route path="absences" element={<PersonAbsences user={user} mayChange={mayChange} />} />
        <Route path="*" element={<PersonDetails user={user} mayChange={mayChange} />} />
      </Routes>
    </Page>
  );
}

/** Sets somebody available or away by hand. */
export function AvailabilitySwitch({ user }: { user: User }) {
  const { t } = useTranslation();
  const act = useAct();
  const other = user.availability.status === 'available' ? 'away' : 'available';
  return (
    <Button variant="default" onClick={() => void act(() => setAvailability(user, other))}>
      {other === 'away' ? t('people.setAway') : t('people.setAvailable')}
    </Button>
  );
}
