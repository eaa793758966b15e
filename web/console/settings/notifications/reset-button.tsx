import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Stands beside a setting that differs from the default, and takes it back there. */
export function ResetButton({ what, onClick }: { what: string; onClick(): void }) {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('notificationSettings.toDefault')}>
      <ActionIcon
        size={24}
        color="teal"
        aria-label={t('notificationSettings.toDefaultOf', { what })}
        onClick={onClick}
      >
        <IconArrowBackUp size={14} />
      </ActionIcon>
    </Tooltip>
  );
}
