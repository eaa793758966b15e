import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../../adapters/form/settings.ts';
import { errorsUnder } from '../parts/errors-under.ts';
import { FieldEditor } from './field-editor.tsx';
import { freeName, moveTo } from './field-lists.ts';
import { FieldRow } from './field-row.tsx';
import styles from './fields-editor.module.css';

interface FieldsEditorProps {
  fields: readonly FormField[];
  onChange(fields: FormField[]): void;
  /** By path from the channel on, such as `settings.fields.0.name`. */
  errors: Record<string, string>;
}

/** The questions of a form: added, removed, changed, and moved by dragging or by arrow keys. */
export function FieldsEditor({ fields, onChange, errors }: FieldsEditorProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const toFocus = useRef<number | null>(null);
  useEffect(() => {
    if (toFocus.current === null) return;
    list.current?.querySelectorAll<HTMLElement>('[data-handle]')[toFocus.current]?.focus();
    toFocus.current = null;
  });

  function move(from: number, to: number): void {
    if (to < 0 || to >= fields.length || from === to) return;
    onChange(moveTo(fields, from, to));
    setOpen(open === from ? to : null);
    setSaid(t('channels.form.moved', { label: fields[from]?.label, place: to + 1, count: fields.length }));
  }
  function drag(to: number): void {
    if (dragged === null || dragged === to) return;
    move(dragged, to);
    setDragged(to);
  }
  function add(): void {
    const name = freeName('question', fields);
    onChange([...fields, { name, label: t('channels.form.newQuestion'), type: 'text', required: false }]);
    setOpen(fields.length);
  }
  function remove(index: number): void {
    onChange(fields.toSpliced(index, 1));
    setOpen(null);
    toFocus.current = Math.max(0, index - 1);
  }
  return (
    <div>
      <ol ref={list} className={styles.fields}>
        {fields.map((field, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed
            key={index}
            className={styles.item}
            data-dragged={dragged === index || undefined}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              drag(index);
            }}
          >
            <FieldRow
              field={field}
              isOpen={open === index}
              hasErrors={Object.keys(errorsUnder(`settings.fields.${index}`, errors)).length > 0}
              onToggle={() => setOpen(open === index ? null : index)}
              onDrag={(isDragged) => setDragged(isDragged ? index : null)}
              onMove={(by) => {
                toFocus.current = Math.max(0, Math.min(fields.length - 1, index + by));
                move(index, index + by);
              }}
              onRemove={() => remove(index)}
            />
            {open === index && (
              <FieldEditor
                field={field}
                before={fields.slice(0, index)}
                errors={errorsUnder(`settings.fields.${index}`, errors)}
                onChange={(next) => onChange(fields.with(index, next))}
                onMove={(by) => move(index, index + by)}
              />
            )}
          </li>
        ))}
      </ol>
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
        {t('channels.form.addQuestion')}
      </Button>
      <span className="visually-hidden" role="status">
        {said}
      </span>
      {errors['settings.fields'] && <p className={styles.wrong}>{errors['settings.fields']}</p>}
    </div>
  );
}
