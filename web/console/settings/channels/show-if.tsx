import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { FormField } from '../../../../adapters/form/settings.ts';
import { Row } from '../parts/page.tsx';

interface ShowIfProps {
  field: FormField;
  before: readonly FormField[];
  error: string | undefined;
  onChange(field: FormField): void;
}

/** Whether a question is always asked, or only after a certain answer to an earlier one. */
export function ShowIf({ field, before, error, onChange }: ShowIfProps) {
  const { t } = useTranslation();
  const asked = before.filter(({ type }) => type !== 'file');
  const decider = asked.find(({ name }) => name === field.showIf?.field);
  function choose(name: string | null): void {
    const { showIf: _, ...rest } = field;
    const chosen = asked.find((each) => each.name === name);
    onChange(chosen ? { ...rest, showIf: { field: chosen.name, equals: firstAnswer(chosen) } } : rest);
  }
  if (asked.length === 0 && !field.showIf) return null;
  return (
    <Row>
      <Select
        label={t('channels.form.showIf')}
        placeholder={t('channels.form.always')}
        value={field.showIf?.field ?? null}
        onChange={choose}
        data={asked.map(({ name, label }) => ({ value: name, label }))}
        clearable
        error={error}
      />
      {field.showIf && decider && (
        <Answer
          decider={decider}
          value={field.showIf.equals}
          onChange={(equals) => onChange({ ...field, showIf: { field: decider.name, equals } })}
        />
      )}
    </Row>
  );
}

interface AnswerProps {
  decider: FormField;
  value: string | boolean;
  onChange(value: string | boolean): void;
}

function Answer({ decider, value, onChange }: AnswerProps) {
  const { t } = useTranslation();
  const label = t('channels.form.equals');
  if (decider.type === 'checkbox') {
    return (
      <Select
        label={label}
        value={String(value)}
        onChange={(chosen) => onChange(chosen === 'true')}
        data={['true', 'false'].map((each) => ({
          value: each,
          label: t(each === 'true' ? 'channels.form.ticked' : 'channels.form.notTicked'),
        }))}
        allowDeselect={false}
      />
    );
  }
  if (decider.type === 'select') {
    return (
      <Select
        label={label}
        value={String(value)}
        onChange={(chosen) => chosen && onChange(chosen)}
        data={decider.options ?? []}
        allowDeselect={false}
      />
    );
  }
  return (
    <TextInput
      label={label}
      value={String(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function firstAnswer({ type, options }: FormField): string | boolean {
  if (type === 'checkbox') return true;
  const first = options?.[0];
  return typeof first === 'string' ? first : (first?.value ?? '');
}
