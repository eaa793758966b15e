import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './keys-sheet.module.css';

const KEYS = [
  ['mod+k', 'palette'],
  ['J', 'next'],
  ['K', 'previous'],
  ['/', 'search'],
  ['C', 'create'],
  ['R', 'reply'],
  ['N', 'note'],
  ['A', 'owner'],
  ['E', 'close'],
  ['S', 'snooze'],
  ['X', 'select'],
  ['1 … 8', 'view'],
  ['mod+Enter', 'send'],
  ['Esc', 'back'],
  ['?', 'sheet'],
] as const;

const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Every shortcut on one sheet. */
export function KeysSheet({ opened, onClose }: { opened: boolean; onClose(): void }) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shell.keys.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={styles.keys}>
        {KEYS.map(([key, name]) => (
          <div key={name}>
            <dt>
              <kbd>{key.replace('mod+', IS_MAC ? '⌘' : t('shell.keys.ctrl')).replace(/k$/, 'K')}</kbd>
            </dt>
            <dd>{t(`shell.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
