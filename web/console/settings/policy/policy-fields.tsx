import { Checkbox, NumberInput, Radio, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChannelKind, Policy } from '../../../../routing/types.ts';
import { errorsUnder } from '../parts/errors-under.ts';
import { Part, Row } from '../parts/page.tsx';
import { AssignField } from './assign-field.tsx';
import styles from './policy.module.css';
import { chosenOwners } from './policy-values.ts';
import { SkillsField } from './skills-field.tsx';
import { StepsField } from './steps-field.tsx';

const DISTRIBUTIONS = ['load-balanced', 'round-robin', 'random'] as const;

interface PolicyFieldsProps {
  kind: ChannelKind;
  policy: Policy;
  onChange(policy: Policy): void;
  /** By path within the policy, such as `assign.users.0`. */
  errors: Record<string, string>;
}

/** The fields of a policy: what does not matter for the chosen way of assigning is not asked. */
export function PolicyFields({ kind, policy, onChange, errors }: PolicyFieldsProps) {
  const { t } = useTranslation();
  const set = (part: Partial<Policy>) => onChange({ ...policy, ...part });
  const distributes = chosenOwners(policy.assign) !== null || policy.steps.length > 0;
  return (
    <>
      <Part title={t('policy.owner')}>
        <AssignField
          kind={kind}
          assign={policy.assign}
          onChange={(assign) => set({ assign })}
          errors={errors}
          path="assign"
        />
        {distributes && <Distribution policy={policy} set={set} errors={errors} />}
      </Part>
      {distributes && (
        <Part title={t('policy.skills')} text={t('policy.skillsText')}>
          <SkillsField
            value={policy.skills}
            onChange={(skills) => set({ skills })}
            errors={errorsUnder('skills', errors)}
          />
        </Part>
      )}
      <Part title={t('policy.steps')} text={t('policy.stepsText')}>
        <StepsField
          kind={kind}
          steps={policy.steps}
          onChange={(steps) => set({ steps })}
          errors={errorsUnder('steps', errors)}
        />
      </Part>
      <Part title={t('policy.unanswered')} text={t('policy.unansweredText')}>
        <NumberInput
          label={t('policy.unansweredMinutes')}
          placeholder={t('policy.off')}
          value={policy.unansweredMinutes ?? ''}
          min={1}
          max={525_600}
          allowDecimal={false}
          onChange={(minutes) => set({ unansweredMinutes: typeof minutes === 'number' ? minutes : null })}
          error={errors.unansweredMinutes}
          maw={220}
        />
      </Part>
    </>
  );
}

interface DistributionProps {
  policy: Policy;
  set(part: Partial<Policy>): void;
  errors: Record<string, string>;
}

function Distribution({ policy, set, errors }: DistributionProps) {
  const { t } = useTranslation();
  return (
    <>
      <Row>
        <Select
          label={t('policy.distribution')}
          description={t(`policy.distributionText.${policy.distribution}`)}
          value={policy.distribution}
          onChange={(distribution) => distribution && set({ distribution })}
          data={DISTRIBUTIONS.map((value) => ({ value, label: t(`policy.distributions.${value}`) }))}
          allowDeselect={false}
          error={errors.distribution}
        />
      </Row>
      <Checkbox
        label={t('policy.onlyAvailable')}
        description={t('policy.onlyAvailableText')}
        checked={policy.onlyAvailable}
        onChange={(event) => set({ onlyAvailable: event.currentTarget.checked })}
      />
      <Radio.Group
        label={t('policy.whenNone')}
        value={policy.whenNoneAvailable}
        onChange={(chosen) => set({ whenNoneAvailable: chosen === 'queue' ? 'queue' : 'leave' })}
      >
        <div className={styles.radios}>
          {(['leave', 'queue'] as const).map((each) => (
            <Radio
              key={each}
              value={each}
              label={t(`policy.whenNones.${each}`)}
              description={t(`policy.whenNoneText.${each}`)}
            />
          ))}
        </div>
      </Radio.Group>
    </>
  );
}
