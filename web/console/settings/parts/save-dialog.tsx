import { Button, Group, Modal, type ModalProps } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, newKey } from '../../data/api.ts';
import { explainError, fieldErrors } from '../../design/explain-error.ts';
import styles from './ask.module.css';

interface SaveDialogProps {
  title: string;
  label?: string;
  size?: NonNullable<ModalProps['size']>;
  onClose(): void;
  /** Saves with a key under which the same words may be sent again. Closes the dialog when it succeeds. */
  save(key: string): Promise<void>;
  /** The fields, given what the server found wrong with them. */
  children(errors: Record<string, string>): ReactNode;
}

/** A few fields in a dialog; what was entered stays when it cannot be saved. */
export function SaveDialog({ title, label, size = 'md', onClose, save, children }: SaveDialogProps) {
  const { t } = useTranslation();
  const [key, setKey] = useState(newKey);
  const [isSaving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isSaving) return;
    setSaving(true);
    setError(null);
    try {
      await save(key);
      onClose();
    } catch (refusal) {
      // Without an answer it may have been saved: the same key then makes no second one.
      if (!(refusal instanceof ApiError && refusal.status === 0)) setKey(newKey());
      setError(refusal);
    } finally {
      setSaving(false);
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form className={styles.content} onSubmit={(event) => void submit(event)} noValidate>
        {children(fieldErrors(error))}
        {error !== null && (
          <p className={styles.trouble} role="alert">
            {explainError(error, t)}
          </p>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={isSaving}>
            {label ?? t('common.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
