import { Button, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './copy-line.module.css';

/** A line to be taken elsewhere, with a button that copies it. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 3000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <div className={styles.line}>
      <TextInput
        className={styles.field ?? ''}
        label={label}
        value={value}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        leftSection={<Icon size={16} aria-hidden="true" />}
        onClick={() => clipboard.copy(value)}
      >
        {clipboard.copied ? t('people.copied') : t('people.copy')}
      </Button>
      <span className="visually-hidden" role="status">
        {clipboard.copied ? t('people.copied') : ''}
      </span>
    </div>
  );
}
