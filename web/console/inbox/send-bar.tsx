import { ActionIcon, Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './composer.module.css';
import type { useComposer } from './use-composer.ts';

/** What one can do with what is written: attach, send, send and close. */
export function SendBar({ composer }: { composer: ReturnType<typeof useComposer> }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const { kind, uploads, isSending, send } = composer;
  return (
    <div className={styles.bar}>
      <ActionIcon
        aria-label={t('inbox.attach')}
        title={t('inbox.attach')}
        loading={uploads.isBusy}
        onClick={() => input.current?.click()}
      >
        <IconPaperclip size={18} stroke={1.75} />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          if (event.currentTarget.files) uploads.attach(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      {kind === 'reply' && (
        <Button variant="default" disabled={isSending || uploads.isBusy} onClick={() => void send('close')}>
          {t('inbox.sendAndClose')}
        </Button>
      )}
      <Button
        loading={isSending}
        disabled={uploads.isBusy}
        title={t('inbox.sendKeys')}
        onClick={() => void send('stay')}
      >
        {kind === 'reply' ? t('inbox.send') : t('inbox.addNote')}
      </Button>
    </div>
  );
}
