import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './install.module.css';

/** Something to be pasted elsewhere, with a button that copies it. */
export function CopyField({
  label,
  value,
  isCode = false,
}: {
  label: string;
  value: string;
  isCode?: boolean;
}) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 3000 });
  const Icon = clipboard.copied ? IconCheck : IconCopy;
  return (
    <div className={styles.copy}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its place scrolls, also by keys */}
      <section className={styles.code} aria-label={label} tabIndex={0}>
        {isCode ? <code>{value}</code> : value}
      </section>
      <Button
        variant="default"
        leftSection={<Icon size={16} aria-hidden="true" />}
        aria-label={t('channels.install.copyOf', { label })}
        onClick={() => clipboard.copy(value)}
      >
        {clipboard.copied ? t('channels.install.copied') : t('channels.install.copy')}
      </Button>
      <span className="visually-hidden" role="status">
        {clipboard.copied ? t('channels.install.copied') : ''}
      </span>
    </div>
  );
}
