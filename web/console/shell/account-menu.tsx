import { Menu, SegmentedControl, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconCircleCheck, IconLogout, IconMoon, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../data/api.ts';
import { signOut, updateMe, useMe } from '../data/session.ts';
import type { User } from '../data/types.ts';
import { Avatar } from '../design/avatar.tsx';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';
import { clockTime } from '../design/time.ts';
import { currentLanguage, keepLanguage, type Language, setLanguage } from '../i18n/index.ts';
import styles from './account-menu.module.css';

/** One's own avatar with availability, and what one may change about oneself at any time. */
export function AccountMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const { status } = me.availability;
  return (
    <Menu position="right-end" width={280}>
      <Menu.Target>
        <UnstyledButton
          className={styles.target ?? ''}
          aria-label={`${t('shell.account')}: ${me.name}, ${t(`common.availability.${status}`)}`}
        >
          <Avatar name={me.name} size={32} status={status} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <strong className={styles.name}>{me.name}</strong>
          <AvailabilityLine user={me} />
        </Menu.Label>
        <AvailabilityItem status={status} />
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/profile" leftSection={<IconUser size={16} />}>
          {t('shell.profile')}
        </Menu.Item>
        <ThemeChoice />
        <LanguageChoice />
        <Menu.Divider />
        <SignOutItem />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Whether somebody is available, why, and until when. */
function AvailabilityLine({ user: { availability } }: { user: User }) {
  const { t } = useTranslation();
  const { status, reason, until } = availability;
  const known = t('common.availability.reasons', { returnObjects: true });
  const because = reason in known ? known[reason as keyof typeof known] : reason;
  const words = [t(`common.availability.${status}`), because];
  if (until !== null) words.push(t('common.availability.until', { at: clockTime(until) }));
  return <span className={styles.availability}>{words.join(', ')}</span>;
}

function AvailabilityItem({ status }: { status: 'available' | 'away' }) {
  const { t } = useTranslation();
  const other = status === 'available' ? 'away' : 'available';
  const Icon = other === 'away' ? IconMoon : IconCircleCheck;
  async function change(): Promise<void> {
    try {
      const availability = await api.put<User['availability']>('/users/me/availability', { status: other });
      updateMe((me) => ({ ...me, availability }));
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
    }
  }
  return (
    <Menu.Item leftSection={<Icon size={16} />} closeMenuOnClick={false} onClick={change}>
      {other === 'away' ? t('shell.setAway') : t('shell.setAvailable')}
    </Menu.Item>
  );
}

function ThemeChoice() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={styles.choice}>
      <span id="theme-choice">{t('shell.theme')}</span>
      <SegmentedControl
        aria-labelledby="theme-choice"
        size="xs"
        value={colorScheme}
        onChange={setColorScheme}
        data={(['light', 'dark', 'auto'] as const).map((value) => ({
          value,
          label: t(`shell.themes.${value}`),
        }))}
      />
    </div>
  );
}

function LanguageChoice() {
  const { t } = useTranslation();
  const [language, setShown] = useState(currentLanguage);
  async function choose(chosen: Language): Promise<void> {
    setShown(chosen);
    keepLanguage(chosen);
    await setLanguage(chosen);
  }
  return (
    <div className={styles.choice}>
      <span id="language-choice">{t('shell.language')}</span>
      <SegmentedControl
        aria-labelledby="language-choice"
        size="xs"
        value={language}
        onChange={(chosen: Language) => void choose(chosen)}
        data={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
      />
    </div>
  );
}

function SignOutItem() {
  const { t } = useTranslation();
  async function leave(): Promise<void> {
    try {
      await signOut();
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
    }
  }
  return (
    <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
      {t('shell.signOut')}
    </Menu.Item>
  );
}
