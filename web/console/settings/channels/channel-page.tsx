import { Button, Switch } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, Route, Routes } from 'react-router';
import type { Channel } from '../../data/types.ts';
import { ChannelIcon } from '../../design/channel-icon.tsx';
import { explainError } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';
import { EmptyState } from '../../design/states.tsx';
import { Page } from '../parts/page.tsx';
import { PolicyPage } from '../policy/policy-page.tsx';
import { ChannelHours } from './channel-hours.tsx';
import styles from './channels.module.css';
import { DeleteChannel } from './delete-channel.tsx';
import { EmailPage } from './email-page.tsx';
import { FormPage } from './form-page.tsx';
import { Health } from './health.tsx';
import { InstallForm } from './install-form.tsx';
import { isEmailChannel, isFormChannel } from './kinds.ts';
import { useChannelEdit } from './use-channel.ts';

/** One channel: its set-up, its policy, its hours, and how it comes onto a site. */
export function ChannelPage({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  return (
    <Page
      isWide
      back={{ to: '/settings/channels', text: t('channels.title') }}
      title={
        <>
          <ChannelIcon kind={channel.kind} size={22} />
          {channel.name}
        </>
      }
      actions={<Acts channel={channel} />}
    >
      <div className={styles.status}>
        <Health channel={channel} />
      </div>
      <Tabs channel={channel} />
      <Routes>
        <Route index element={<SetUp channel={channel} />} />
        <Route path="routing" element={<PolicyPage channel={channel} />} />
        <Route path="hours" element={<ChannelHours channel={channel} />} />
        {isFormChannel(channel) && <Route path="install" element={<InstallForm channel={channel} />} />}
        <Route path="*" element={<SetUp channel={channel} />} />
      </Routes>
    </Page>
  );
}

function SetUp({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  if (isFormChannel(channel)) return <FormPage channel={channel} />;
  if (isEmailChannel(channel)) return <EmailPage channel={channel} />;
  return <EmptyState title={t('channels.noSetUpTitle')} text={t('channels.noSetUpText')} />;
}

function Tabs({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const base = `/settings/channels/${channel.id}`;
  const tabs = [
    { to: base, text: t('channels.tabs.setUp') },
    { to: `${base}/routing`, text: t('channels.tabs.routing') },
    { to: `${base}/hours`, text: t('channels.tabs.hours') },
    ...(isFormChannel(channel) ? [{ to: `${base}/install`, text: t('channels.tabs.install') }] : []),
  ];
  return (
    <nav className={styles.tabs} aria-label={channel.name}>
      {tabs.map(({ to, text }) => (
        <NavLink key={to} className={styles.tab ?? ''} to={to} end>
          {text}
        </NavLink>
      ))}
    </nav>
  );
}

function Acts({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const edit = useChannelEdit(channel.id);
  const [isAsking, setAsking] = useState(false);
  // Own acts show at once, and roll back when they are refused.
  const [wanted, setWanted] = useState<boolean | null>(null);
  function turn(enabled: boolean): void {
    setWanted(enabled);
    edit.mutate(
      { enabled },
      {
        onError: (error) => notify({ text: explainError(error, t), tone: 'bad' }),
        onSettled: () => setWanted(null),
      },
    );
  }
  return (
    <div className={styles.acts}>
      <Switch
        label={t('channels.on')}
        checked={wanted ?? channel.enabled}
        onChange={(event) => turn(event.currentTarget.checked)}
      />
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={16} aria-hidden="true" />}
        onClick={() => setAsking(true)}
      >
        {t('common.delete')}
      </Button>
      <DeleteChannel channel={channel} isOpen={isAsking} onClose={() => setAsking(false)} />
    </div>
  );
}
