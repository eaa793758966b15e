import { ActionIcon, Button, MultiSelect, Radio, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SkillPolicy, SkillRule } from '../../../../routing/types.ts';
import styles from './policy.module.css';
import { useSkills } from './skills.ts';

interface SkillsFieldProps {
  value: SkillPolicy;
  onChange(value: SkillPolicy): void;
  /** By path within the skills of the policy. */
  errors: Record<string, string>;
}

/** Which skills an owner must have: always, or by what a ticket says; and what if nobody has them. */
export function SkillsField({ value, onChange, errors }: SkillsFieldProps) {
  const { t } = useTranslation();
  const set = (part: Partial<SkillPolicy>) => onChange({ ...value, ...part });
  const asks = value.required.length + value.rules.length > 0;
  return (
    <>
      <SkillSelect
        label={t('policy.required')}
        value={value.required}
        onChange={(required) => set({ required })}
        error={errors['required.0'] ?? errors.required}
      />
      <div className={styles.items}>
        {value.rules.map((rule, index) => (
          <RuleRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is nothing but its place and its texts
            key={index}
            place={index}
            rule={rule}
            errors={errors}
            onChange={(next) => set({ rules: value.rules.with(index, next) })}
            onRemove={() => set({ rules: value.rules.toSpliced(index, 1) })}
          />
        ))}
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => set({ rules: [...value.rules, { field: 'subject', contains: '', skills: [] }] })}
        >
          {t('policy.addRule')}
        </Button>
      </div>
      {asks && (
        <Radio.Group
          label={t('policy.fallback')}
          value={value.fallback}
          onChange={(fallback) => set({ fallback: fallback === 'ignore' ? 'ignore' : 'unassigned' })}
        >
          <div className={styles.radios}>
            <Radio value="unassigned" label={t('policy.fallbacks.unassigned')} />
            <Radio value="ignore" label={t('policy.fallbacks.ignore')} />
          </div>
        </Radio.Group>
      )}
    </>
  );
}

interface RuleRowProps {
  place: number;
  rule: SkillRule;
  errors: Record<string, string>;
  onChange(rule: SkillRule): void;
  onRemove(): void;
}

function RuleRow({ place, rule, errors, onChange, onRemove }: RuleRowProps) {
  const { t } = useTranslation();
  const path = `rules.${place}`;
  return (
    <fieldset className={styles.item}>
      <legend className="visually-hidden">{t('policy.rule', { place: place + 1 })}</legend>
      <TextInput
        label={t('policy.ruleField')}
        description={t('policy.ruleFieldText')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={rule.field}
        onChange={(event) => onChange({ ...rule, field: event.currentTarget.value })}
        error={errors[`${path}.field`]}
      />
      <TextInput
        label={t('policy.ruleContains')}
        value={rule.contains}
        onChange={(event) => onChange({ ...rule, contains: event.currentTarget.value })}
        error={errors[`${path}.contains`]}
      />
      <SkillSelect
        label={t('policy.ruleSkills')}
        value={rule.skills}
        onChange={(skills) => onChange({ ...rule, skills })}
        error={errors[`${path}.skills`] ?? errors[`${path}.skills.0`]}
      />
      <ActionIcon
        className={styles.remove ?? ''}
        aria-label={t('policy.removeRule', { place: place + 1 })}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </fieldset>
  );
}

interface SkillSelectProps {
  label: string;
  value: string[];
  onChange(skills: string[]): void;
  error?: string | undefined;
}

/** Skills of the workspace, found by typing. */
export function SkillSelect({ label, value, onChange, error }: SkillSelectProps) {
  const { t } = useTranslation();
  const skills = useSkills().data ?? [];
  return (
    <MultiSelect
      label={label}
      placeholder={
        value.length > 0 ? undefined : t(skills.length === 0 ? 'policy.noSkills' : 'policy.chooseSkills')
      }
      data={skills.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      searchable
      hidePickedOptions
      error={error}
    />
  );
}
