import { NumberInput, Select, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { RoutingRules as Rules } from '../../data/settings-types.ts';
import { fieldErrors } from '../../design/explain-error.ts';
import { changedFields } from '../parts/changed-fields.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Part, Row } from '../parts/page.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { CapacityFields } from '../people/person-fields.tsx';
import { type NumberFieldProps, OptionalNumber } from './optional-number.tsx';

const KEY = ['workspace', 'routing-rules'];
const PATH = '/settings/routing';
const TYPES = ['calling', 'messaging', 'email'] as const;

/** Settings → Routing rules: what holds for routing on every channel. */
export function RoutingRules() {
  const { t } = useTranslation();
  const rules = useQuery({ queryKey: KEY, queryFn: () => api.get<Rules>(PATH) });
  return (
    <Page title={t('settings.sections.routingRules')} text={t('routingRules.text')}>
      <Loaded query={rules} lines={10}>
        {(found) => <RulesForm rules={found} />}
      </Loaded>
    </Page>
  );
}

function RulesForm({ rules }: { rules: Rules }) {
  const draft = useDraft(rules);
  const edit = useMutation({
    mutationFn: (change: Partial<Rules>) => api.patch<Rules>(PATH, change),
    onSuccess(saved) {
      queryClient.setQueryData(KEY, saved);
      draft.accept(saved);
    },
  });
  const errors = fieldErrors(edit.error);
  const parts = { rules: draft.value, onChange: draft.change, errors };
  return (
    <>
      <CapacityPart {...parts} />
      <WeightsPart {...parts} />
      <TimesPart {...parts} />
      <AbsencePart {...parts} />
      <SaveBar
        draft={draft}
        isSaving={edit.isPending}
        error={edit.error}
        onSave={() => edit.mutate(changedFields(rules, draft.value))}
      />
    </>
  );
}

interface PartProps {
  rules: Rules;
  onChange(rules: Rules): void;
  errors: Record<string, string>;
}

function CapacityPart({ rules, onChange, errors }: PartProps) {
  const { t } = useTranslation();
  return (
    <Part title={t('routingRules.capacity')} text={t('routingRules.capacityText')}>
      <CapacityFields
        value={rules.capacity}
        errors={errors}
        onChange={(capacity) => onChange({ ...rules, capacity })}
      />
    </Part>
  );
}

const FIRST_WEIGHTS = { units: { calling: 5, messaging: 2, email: 1 }, capacity: 10 };

function WeightsPart({ rules, onChange, errors }: PartProps) {
  const { t } = useTranslation();
  const { weights } = rules;
  return (
    <Part title={t('routingRules.weights')} text={t('routingRules.weightsText')}>
      <Switch
        label={t('routingRules.weightsOn')}
        checked={weights !== null}
        onChange={(event) =>
          onChange({ ...rules, weights: event.currentTarget.checked ? FIRST_WEIGHTS : null })
        }
      />
      {weights && (
        <Row>
          {TYPES.map((type) => (
            <NumberInput
              key={type}
              label={t(`routingRules.units.${type}`)}
              min={0.1}
              max={1000}
              value={weights.units[type]}
              onChange={(units) =>
                onChange({
                  ...rules,
                  weights: { ...weights, units: { ...weights.units, [type]: Number(units) } },
                })
              }
              error={errors[`weights.units.${type}`]}
            />
          ))}
          <NumberInput
            label={t('routingRules.unitCapacity')}
            min={1}
            max={100_000}
            value={weights.capacity}
            onChange={(capacity) =>
              onChange({ ...rules, weights: { ...weights, capacity: Number(capacity) } })
            }
            error={errors['weights.capacity']}
          />
        </Row>
      )}
    </Part>
  );
}

function TimesPart({ rules, onChange, errors }: PartProps) {
  const { t } = useTranslation();
  const { shiftEndMinutes } = rules;
  const shared = { placeholder: t('routingRules.off') } satisfies Partial<NumberFieldProps>;
  return (
    <Part title={t('routingRules.times')}>
      <OptionalNumber
        {...shared}
        label={t('routingRules.ramp')}
        description={t('routingRules.rampText')}
        value={rules.rampPerMinute}
        max={10_000}
        onChange={(rampPerMinute) => onChange({ ...rules, rampPerMinute })}
        error={errors.rampPerMinute}
      />
      <Row>
        {TYPES.map((type) => (
          <OptionalNumber
            {...shared}
            key={type}
            label={t(`routingRules.shiftEnd.${type}`)}
            value={shiftEndMinutes[type]}
            max={1440}
            onChange={(minutes) =>
              onChange({ ...rules, shiftEndMinutes: { ...shiftEndMinutes, [type]: minutes } })
            }
            error={errors[`shiftEndMinutes.${type}`]}
          />
        ))}
      </Row>
    </Part>
  );
}

function AbsencePart({ rules, onChange, errors }: PartProps) {
  const { t } = useTranslation();
  return (
    <Part title={t('routingRules.absence')}>
      <OptionalNumber
        label={t('routingRules.noConsole')}
        description={t('routingRules.noConsoleText')}
        placeholder={t('routingRules.off')}
        value={rules.awayWithoutConsoleMinutes}
        max={1440}
        onChange={(awayWithoutConsoleMinutes) => onChange({ ...rules, awayWithoutConsoleMinutes })}
        error={errors.awayWithoutConsoleMinutes}
      />
      <Select
        label={t('routingRules.leave')}
        value={rules.onLeave}
        maw={480}
        allowDeselect={false}
        onChange={(onLeave) => onLeave && onChange({ ...rules, onLeave })}
        data={(['keep', 'reroute', 'reroute-on-message'] as const).map((value) => ({
          value,
          label: t(`routingRules.leaveRules.${value}`),
        }))}
        error={errors.onLeave}
      />
    </Part>
  );
}
