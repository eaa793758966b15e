import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconGripVertical, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../../adapters/form/settings.ts';
import styles from './fields-editor.module.css';

interface FieldRowProps {
  field: FormField;
  isOpen: boolean;
  hasErrors: boolean;
  onToggle(): void;
  onDrag(isDragged: boolean): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** One question as a line: its handle, what it asks, its type, and the way to its details. */
export function FieldRow({ field, isOpen, hasErrors, onToggle, onDrag, onMove, onRemove }: FieldRowProps) {
  const { t } = useTranslation();
  const Chevron = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <div className={styles.row}>
      <button
        type="button"
        className={styles.handle}
        data-handle
        draggable
        aria-label={t('channels.form.move', { label: field.label })}
        title={t('channels.form.moveHint')}
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = 'move';
          event.dataTransfer.setData('text/plain', field.name);
          onDrag(true);
        }}
        onDragEnd={() => onDrag(false)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          event.preventDefault();
          onMove(event.key === 'ArrowUp' ? -1 : 1);
        }}
      >
        <IconGripVertical size={16} aria-hidden="true" />
      </button>
      <button type="button" className={styles.open} aria-expanded={isOpen} onClick={onToggle}>
        <Chevron size={16} aria-hidden="true" />
        <span className={styles.label} data-wrong={hasErrors || undefined}>
          {field.label}
        </span>
        <span className={styles.soft}>
          {t(`channels.form.types.${field.type}`)}
          {field.required && `, ${t('channels.form.required')}`}
        </span>
      </button>
      <ActionIcon aria-label={t('channels.form.remove', { label: field.label })} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
}
