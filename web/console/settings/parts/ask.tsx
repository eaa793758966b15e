import { Button, Group, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { explainError } from '../../design/explain-error.ts';
import styles from './ask.module.css';

interface AskProps {
  title: string;
  /** What will happen, and further fields where it needs them. */
  children: ReactNode;
  /** What the button does, in words. */
  label: string;
  isOpen: boolean;
  onClose(): void;
  /** Closes the question when it succeeds; else it stays and says why. */
  act(): Promise<unknown>;
  tone?: 'plain' | 'bad';
  mayAct?: boolean;
}

/** Asks before something is done that is hard to take back. */
export function Ask({ title, children, label, isOpen, onClose, act, tone = 'bad', mayAct = true }: AskProps) {
  const { t } = useTranslation();
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  function close(): void {
    setError(null);
    onClose();
  }
  async function run(): Promise<void> {
    setRunning(true);
    setError(null);
    try {
      await act();
      close();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setRunning(false);
    }
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.content}>{children}</div>
      {error !== null && (
        <p className={styles.trouble} role="alert">
          {explainError(error, t)}
        </p>
      )}
      <Group justify="flex-end" gap="sm" mt="md">
        <Button variant="default" data-autofocus onClick={close}>
          {t('common.cancel')}
        </Button>
        <Button
          {...(tone === 'bad' ? { color: 'red' } : {})}
          disabled={!mayAct}
          loading={isRunning}
          onClick={() => void run()}
        >
          {label}
        </Button>
      </Group>
    </Modal>
  );
}
