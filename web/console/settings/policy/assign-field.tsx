import { Radio, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Assign, ChannelKind } from '../../../../routing/types.ts';
import { useTeams } from '../../data/people.ts';
import { errorsUnder } from '../parts/errors-under.ts';
import { OwnersField } from './owners-field.tsx';
import styles from './policy.module.css';
import { offeredWays, withWay } from './policy-values.ts';

interface AssignFieldProps {
  kind: ChannelKind;
  assign: Assign;
  onChange(assign: Assign): void;
  /** What the server found wrong in the whole request, and where in it this choice stands. */
  errors: Record<string, string>;
  path: string;
}

/** Who gets a channel's tickets: only what this kind of channel can do. */
export function AssignField({ kind, assign, onChange, errors, path }: AssignFieldProps) {
  const { t } = useTranslation();
  const own = errorsUnder(path, errors);
  return (
    <>
      <Radio.Group
        label={t('policy.assign')}
        value={assign.to}
        onChange={(to) => onChange(withWay(assign, to as Assign['to']))}
        error={own.to ?? own['']}
      >
        <div className={styles.radios}>
          {offeredWays(kind, assign.to).map((to) => (
            <Radio
              key={to}
              value={to}
              label={t(`policy.assignTo.${to}`)}
              description={t(`policy.assignText.${to}`)}
            />
          ))}
        </div>
      </Radio.Group>
      <WhoExactly assign={assign} onChange={onChange} errors={own} />
    </>
  );
}

function WhoExactly({ assign, onChange, errors }: Pick<AssignFieldProps, 'assign' | 'onChange' | 'errors'>) {
  if (assign.to === 'specific') {
    return (
      <OwnersField value={assign} errors={errors} onChange={(owners) => onChange({ ...assign, ...owners })} />
    );
  }
  if (assign.to === 'team') {
    return (
      <TeamSelect
        value={assign.team}
        error={errors.team}
        onChange={(team) => onChange({ to: 'team', team })}
      />
    );
  }
  return null;
}

/** One team of the workspace. */
export function TeamSelect(props: {
  value: string;
  onChange(team: string): void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const teams = useTeams().data ?? [];
  return (
    <Select
      label={t('policy.team')}
      value={props.value || null}
      onChange={(team) => team && props.onChange(team)}
      data={teams.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      allowDeselect={false}
      placeholder={teams.length === 0 ? t('policy.noTeams') : t('policy.chooseTeam')}
      disabled={teams.length === 0}
      error={props.error}
      maw={360}
    />
  );
}
