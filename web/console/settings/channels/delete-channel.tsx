import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Channel } from '../../data/types.ts';
import { explainError } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';
import { deleteChannel } from './use-channel.ts';

interface DeleteChannelProps {
  channel: Channel;
  isOpen: boolean;
  onClose(): void;
}

/** Asks before a channel is deleted, and says what becomes of its tickets. */
export function DeleteChannel({ channel, isOpen, onClose }: DeleteChannelProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  async function remove(): Promise<void> {
    setDeleting(true);
    try {
      await deleteChannel(channel.id);
      notify({ text: t('channels.deleted', { name: channel.name }) });
      await navigate('/settings/channels');
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
      setDeleting(false);
    }
  }
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('channels.deleteTitle', { name: channel.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('channels.deleteText')}</p>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={isDeleting} onClick={() => void remove()}>
          {t('channels.deleteButton')}
        </Button>
      </Group>
    </Modal>
  );
}
