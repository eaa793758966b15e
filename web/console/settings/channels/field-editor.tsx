import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../../adapters/form/settings.ts';
import { LinesInput } from '../parts/lines-input.tsx';
import { Row } from '../parts/page.tsx';
import { FIELD_TYPES, optionLine, PATTERN_TYPES, readOption, withText, withType } from './field-lists.ts';
import styles from './fields-editor.module.css';
import { ShowIf } from './show-if.tsx';

interface FieldEditorProps {
  field: FormField;
  /** The questions before this one: only they can decide whether it is asked. */
  before: readonly FormField[];
  /** By path within the field. */
  errors: Record<string, string>;
  onChange(field: FormField): void;
  onMove(by: -1 | 1): void;
}

/** Everything about one question. */
export function FieldEditor({ field, before, errors, onChange, onMove }: FieldEditorProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.details}>
      <Row>
        <TextInput
          label={t('channels.form.label')}
          value={field.label}
          onChange={(event) => onChange({ ...field, label: event.currentTarget.value })}
          error={errors.label}
          data-autofocus
        />
        <Select
          label={t('channels.form.type')}
          value={field.type}
          onChange={(type) => type && onChange(withType(field, type, t('channels.form.firstOption')))}
          data={FIELD_TYPES.map((type) => ({ value: type, label: t(`channels.form.types.${type}`) }))}
          allowDeselect={false}
          error={errors.type}
        />
        <TextInput
          label={t('channels.form.fieldName')}
          description={t('channels.form.fieldNameText')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={field.name}
          onChange={(event) => onChange({ ...field, name: event.currentTarget.value.trim() })}
          error={errors.name}
        />
      </Row>
      {field.type !== 'hidden' && (
        <Checkbox
          label={t('channels.form.mustAnswer')}
          checked={field.required}
          onChange={(event) => onChange({ ...field, required: event.currentTarget.checked })}
        />
      )}
      <TypeDetails field={field} errors={errors} onChange={onChange} />
      <Texts field={field} errors={errors} onChange={onChange} />
      <ShowIf field={field} before={before} error={errors.showIf} onChange={onChange} />
      <div className={styles.moves}>
        <Button variant="subtle" size="compact-sm" onClick={() => onMove(-1)} disabled={before.length === 0}>
          {t('channels.form.up')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={() => onMove(1)}>
          {t('channels.form.down')}
        </Button>
      </div>
    </div>
  );
}

type PartProps = Pick<FieldEditorProps, 'field' | 'errors' | 'onChange'>;

function TypeDetails({ field, errors, onChange }: PartProps) {
  const { t } = useTranslation();
  if (field.type === 'select') {
    return (
      <LinesInput
        label={t('channels.form.options')}
        description={t('channels.form.optionsText')}
        value={(field.options ?? []).map(optionLine)}
        onChange={(lines) => onChange({ ...field, options: lines.map(readOption) })}
        error={errors.options}
      />
    );
  }
  if (field.type === 'file') {
    return (
      <Row>
        <LinesInput
          label={t('channels.form.accept')}
          description={t('channels.form.acceptText')}
          value={field.accept ?? []}
          onChange={(accept) => {
            const { accept: _, ...rest } = field;
            onChange(accept.length === 0 ? rest : { ...rest, accept });
          }}
          error={Object.entries(errors).find(([path]) => path.startsWith('accept'))?.[1]}
        />
        <Checkbox
          label={t('channels.form.multiple')}
          checked={field.multiple ?? false}
          onChange={(event) => onChange({ ...field, multiple: event.currentTarget.checked })}
        />
      </Row>
    );
  }
  if (!PATTERN_TYPES.includes(field.type)) return null;
  return (
    <Row>
      <TextField keyName="pattern" field={field} errors={errors} onChange={onChange} />
      <TextField keyName="patternHint" field={field} errors={errors} onChange={onChange} />
    </Row>
  );
}

function Texts({ field, errors, onChange }: PartProps) {
  const props = { field, errors, onChange };
  if (field.type === 'hidden') return <TextField keyName="value" {...props} />;
  const hasPlaceholder = field.type !== 'checkbox' && field.type !== 'file' && field.type !== 'select';
  return (
    <Row>
      <TextField keyName="help" {...props} />
      {hasPlaceholder && <TextField keyName="placeholder" {...props} />}
    </Row>
  );
}

function TextField({
  keyName,
  field,
  errors,
  onChange,
}: PartProps & { keyName: Parameters<typeof withText>[1] }) {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t(`channels.form.${keyName}`)}
      value={field[keyName] ?? ''}
      onChange={(event) => onChange(withText(field, keyName, event.currentTarget.value))}
      error={errors[keyName]}
    />
  );
}
