import { useTranslation } from 'react-i18next';
import { Route, Routes } from 'react-router';
import { useMe } from '../../data/session.ts';
import { Page } from '../parts/page.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { PersonAbsences } from '../people/absences.tsx';
import { AvailabilityText } from '../people/availability-text.tsx';
import styles from '../people/people.module.css';
import { PersonHours } from '../people/person-hours.tsx';
import { AvailabilitySwitch } from '../people/person-page.tsx';
import { OwnDetails } from './own-details.tsx';
import { Security } from './security.tsx';

/** Settings → Profile: what everybody sets of themselves. */
export function Profile() {
  const { t } = useTranslation();
  const me = useMe();
  const base = '/settings/profile';
  return (
    <Page title={t('profile.title')} actions={<AvailabilitySwitch user={me} />}>
      <p className={styles.status}>
        <AvailabilityText user={me} />
      </p>
      <Tabs
        label={t('profile.title')}
        tabs={[
          { to: base, text: t('profile.tabs.details') },
          { to: `${base}/hours`, text: t('people.tabs.hours') },
          { to: `${base}/absences`, text: t('people.tabs.absences') },
          { to: `${base}/security`, text: t('profile.tabs.security') },
        ]}
      />
      <Routes>
        <Route path="hours" element={<PersonHours user={me} mayChange />} />
        <Route path="absences" element={<PersonAbsences user={me} mayChange />} />
        <Route path="security" element={<Security />} />
        <Route path="*" element={<OwnDetails />} />
      </Routes>
    </Page>
  );
}
