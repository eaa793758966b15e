import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useChannels } from '../../data/channels.ts';
import type { Channel } from '../../data/types.ts';
import { ChannelIcon } from '../../design/channel-icon.tsx';
import { EmptyState, ErrorState, LoadingLines } from '../../design/states.tsx';
import { Page } from '../parts/page.tsx';
import styles from './channels.module.css';
import { Health } from './health.tsx';

/** Every channel with its health. */
export function ChannelList() {
  const { t } = useTranslation();
  return (
    <Page title={t('channels.title')} text={t('channels.text')} actions={<AddChannel />} isWide>
      <ListContent />
    </Page>
  );
}

function AddChannel() {
  const { t } = useTranslation();
  return (
    <Button
      component={Link}
      to="/settings/channels/new"
      leftSection={<IconPlus size={16} aria-hidden="true" />}
    >
      {t('channels.add')}
    </Button>
  );
}

function ListContent() {
  const { t } = useTranslation();
  const channels = useChannels();
  if (channels.isPending) return <LoadingLines lines={5} />;
  if (channels.isError) return <ErrorState error={channels.error} retry={() => void channels.refetch()} />;
  if (channels.data.length === 0) {
    return <EmptyState title={t('channels.emptyTitle')} text={t('channels.emptyText')} />;
  }
  return (
    <ul className={styles.list}>
      {channels.data.map((channel) => (
        <ChannelRow key={channel.id} channel={channel} />
      ))}
    </ul>
  );
}

function ChannelRow({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  return (
    <li>
      <Link className={styles.row} to={`/settings/channels/${channel.id}`}>
        <ChannelIcon kind={channel.kind} size={20} />
        <span className={styles.name}>
          <strong>{channel.name}</strong>
          <span className={styles.soft}>{addressOf(channel)}</span>
        </span>
        <span className={styles.soft}>{t(`policy.assignTo.${channel.policy.assign.to}`)}</span>
        <Health channel={channel} />
      </Link>
    </li>
  );
}

/** What tells a channel from others of its kind. */
function addressOf({ kind, settings, id }: Channel): string {
  if (typeof settings.address === 'string') return settings.address;
  return kind === 'form' ? `/forms/${id}` : '';
}
