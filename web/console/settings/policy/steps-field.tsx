import { ActionIcon, Button, NumberInput, Select } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { offersAssign } from '../../../../routing/policy.ts';
import type { ChannelKind, PolicyStep } from '../../../../routing/types.ts';
import { errorsUnder } from '../parts/errors-under.ts';
import { TeamSelect } from './assign-field.tsx';
import { OwnersField } from './owners-field.tsx';
import styles from './policy.module.css';
import { SkillSelect } from './skills-field.tsx';

/** What a step can do. */
export type StepAct = 'specific' | 'team' | 'nobody' | 'relaxSkills' | 'alertAdmins';

const ACTS: readonly StepAct[] = ['specific', 'team', 'relaxSkills', 'alertAdmins'];

interface StepsFieldProps {
  kind: ChannelKind;
  steps: readonly PolicyStep[];
  onChange(steps: PolicyStep[]): void;
  /** By path within the steps, such as `0.do.assign.users`. */
  errors: Record<string, string>;
}

/** What to try when a ticket has had no owner for a while, in order. */
export function StepsField({ kind, steps, onChange, errors }: StepsFieldProps) {
  const { t } = useTranslation();
  function add(): void {
    const afterMinutes = (steps.at(-1)?.afterMinutes ?? 0) + 15;
    onChange([...steps, { afterMinutes, do: { assign: { to: 'specific', users: [], teams: [] } } }]);
  }
  return (
    <div className={styles.items}>
      {steps.map((step, index) => (
        <StepRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is nothing but its place and what it does
          key={index}
          kind={kind}
          place={index + 1}
          step={step}
          errors={errorsUnder(String(index), errors)}
          onChange={(next) => onChange(steps.with(index, next))}
          onRemove={() => onChange(steps.toSpliced(index, 1))}
        />
      ))}
      <Button variant="default" leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={add}>
        {t('policy.addStep')}
      </Button>
    </div>
  );
}

interface StepRowProps {
  kind: ChannelKind;
  place: number;
  step: PolicyStep;
  errors: Record<string, string>;
  onChange(step: PolicyStep): void;
  onRemove(): void;
}

function StepRow({ kind, place, step, errors, onChange, onRemove }: StepRowProps) {
  const { t } = useTranslation();
  const act = actOf(step);
  const offered = [...ACTS, ...(act === 'nobody' ? [act] : [])].filter(
    (each) => each !== 'team' || offersAssign(kind, 'team'),
  );
  return (
    <fieldset className={styles.item}>
      <legend className="visually-hidden">{t('policy.step', { place })}</legend>
      <NumberInput
        label={t('policy.afterMinutes')}
        value={step.afterMinutes}
        min={1}
        max={525_600}
        allowDecimal={false}
        onChange={(minutes) => typeof minutes === 'number' && onChange({ ...step, afterMinutes: minutes })}
        error={errors.afterMinutes}
      />
      <Select
        label={t('policy.stepDo')}
        value={act}
        onChange={(chosen) => chosen && onChange({ ...step, do: newAct(chosen) })}
        data={offered.map((value) => ({ value, label: t(`policy.stepActs.${value}`) }))}
        allowDeselect={false}
        error={errors.do ?? errors['do.assign.to']}
      />
      <div>
        <StepDetails step={step} errors={errors} onChange={onChange} />
      </div>
      <ActionIcon
        className={styles.remove ?? ''}
        aria-label={t('policy.removeStep', { place })}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </fieldset>
  );
}

function StepDetails({ step, errors, onChange }: Pick<StepRowProps, 'step' | 'errors' | 'onChange'>) {
  const { t } = useTranslation();
  const act = step.do;
  const own = errorsUnder('do.assign', errors);
  if ('relaxSkills' in act) {
    return (
      <SkillSelect
        label={t('policy.relax')}
        value={act.relaxSkills}
        onChange={(relaxSkills) => onChange({ ...step, do: { relaxSkills } })}
        error={errors['do.relaxSkills'] ?? errors['do.relaxSkills.0']}
      />
    );
  }
  if (!('assign' in act)) return null;
  const { assign } = act;
  if (assign.to === 'specific') {
    return (
      <OwnersField
        value={assign}
        errors={own}
        onChange={(owners) => onChange({ ...step, do: { assign: { ...assign, ...owners } } })}
      />
    );
  }
  if (assign.to !== 'team') return null;
  return (
    <TeamSelect
      value={assign.team}
      error={own.team}
      onChange={(team) => onChange({ ...step, do: { assign: { to: 'team', team } } })}
    />
  );
}

/** What a step does, in a word. */
export function actOf({ do: act }: PolicyStep): StepAct {
  if ('relaxSkills' in act) return 'relaxSkills';
  return 'assign' in act ? act.assign.to : 'alertAdmins';
}

function newAct(act: StepAct): PolicyStep['do'] {
  switch (act) {
    case 'relaxSkills':
      return { relaxSkills: [] };
    case 'alertAdmins':
      return { alertAdmins: true };
    case 'specific':
      return { assign: { to: 'specific', users: [], teams: [] } };
    case 'team':
      return { assign: { to: 'team', team: '' } };
    default:
      return { assign: { to: 'nobody' } };
  }
}
