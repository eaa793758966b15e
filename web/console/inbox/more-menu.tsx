import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowMerge, IconDots, IconLink, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../data/types.ts';
import { notify } from '../design/notices.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { SnoozeItems } from './snooze-menu.tsx';
import { useTicketChange } from './ticket-changes.ts';

/** What is done to a ticket now and then: snooze, merge, let out of the spam, copy its link. */
export function MoreMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const change = useTicketChange(ticket);
  const [isMerging, setMerging] = useState(false);
  async function copyLink(): Promise<void> {
    await navigator.clipboard.writeText(`${location.origin}/tickets/${ticket.number}`);
    notify({ text: t('inbox.linkCopied') });
  }
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <ActionIcon aria-label={t('common.more')} title={t('common.more')} data-shortcut="snooze">
            <IconDots size={18} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <SnoozeItems ticket={ticket} />
          <Menu.Divider />
          {ticket.suspicion !== null && (
            <Menu.Item
              leftSection={<IconShieldCheck size={16} />}
              onClick={() => void change.edit({ suspicion: null })}
            >
              {t('inbox.noSpam')}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={() => setMerging(true)}>
            {t('inbox.merge')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLink size={16} />} onClick={() => void copyLink()}>
            {t('inbox.copyLink')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <MergeDialog ticket={ticket} opened={isMerging} onClose={() => setMerging(false)} />
    </>
  );
}
