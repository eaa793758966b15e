import { MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useTeams } from '../../data/people.ts';
import { useMe } from '../../data/session.ts';
import type { User } from '../../data/types.ts';
import { Row } from '../parts/page.tsx';
import { useSkills } from '../skills/use-skills.ts';
import { grantableRoles } from './rights.ts';

interface FieldsProps<Values> {
  values: Values;
  onChange(values: Values): void;
  errors: Record<string, string>;
}

/** Who somebody is and what they may do. */
export type AccountValues = Pick<User, 'name' | 'email' | 'role' | 'seat'>;
/** What routing goes by. */
export type RoutingValues = Pick<User, 'teams' | 'skills' | 'capacity'>;

/** Name, address, role and seat. */
export function AccountFields<Values extends AccountValues>(
  props: FieldsProps<Values> & { mayRank?: boolean },
) {
  const { t } = useTranslation();
  const me = useMe();
  const { values, onChange, errors, mayRank = true } = props;
  const roles = [...new Set([...grantableRoles(me), values.role])];
  return (
    <>
      <Row>
        <TextInput
          label={t('people.name')}
          value={values.name}
          onChange={(event) => onChange({ ...values, name: event.currentTarget.value })}
          error={errors.name}
          autoComplete="off"
        />
        <TextInput
          label={t('people.email')}
          type="email"
          value={values.email}
          onChange={(event) => onChange({ ...values, email: event.currentTarget.value })}
          error={errors.email}
          autoComplete="off"
        />
      </Row>
      <Row>
        <Select
          label={t('people.role')}
          description={t(`people.roleText.${values.role}`)}
          value={values.role}
          disabled={!mayRank || roles.length === 1}
          allowDeselect={false}
          onChange={(role) => role && onChange({ ...values, role })}
          data={roles.map((value) => ({ value, label: t(`people.roles.${value}`) }))}
          error={errors.role}
        />
        <Select
          label={t('people.seat')}
          description={t(`people.seatText.${values.seat}`)}
          value={values.seat}
          allowDeselect={false}
          onChange={(seat) => seat && onChange({ ...values, seat })}
          data={(['service', 'none'] as const).map((value) => ({ value, label: t(`people.seats.${value}`) }))}
          error={errors.seat}
        />
      </Row>
    </>
  );
}

/** Teams, skills, and how much at once. */
export function RoutingFields<Values extends RoutingValues>({
  values,
  onChange,
  errors,
}: FieldsProps<Values>) {
  const { t } = useTranslation();
  const teams = useTeams().data ?? [];
  const skills = useSkills().data ?? [];
  return (
    <>
      <MultiSelect
        label={t('people.teams')}
        value={values.teams}
        onChange={(chosen) => onChange({ ...values, teams: chosen })}
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        nothingFoundMessage={t('people.noTeams')}
        error={errors.teams}
      />
      <MultiSelect
        label={t('people.skills')}
        value={values.skills}
        onChange={(chosen) => onChange({ ...values, skills: chosen })}
        data={skills.map(({ id, name }) => ({ value: id, label: name }))}
        searchable
        nothingFoundMessage={t('people.noSkills')}
        error={errors.skills}
      />
      <CapacityFields
        value={values.capacity}
        errors={errors}
        onChange={(capacity) => onChange({ ...values, capacity })}
      />
    </>
  );
}

interface CapacityFieldsProps {
  value: User['capacity'];
  onChange(value: User['capacity']): void;
  errors: Record<string, string>;
}

/** The most open tickets of each type; an empty field is no limit. */
export function CapacityFields({ value, onChange, errors }: CapacityFieldsProps) {
  const { t } = useTranslation();
  return (
    <Row>
      {(['calling', 'messaging', 'email'] as const).map((type) => (
        <NumberInput
          key={type}
          label={t(`people.capacity.${type}`)}
          placeholder={t('people.noLimit')}
          min={0}
          max={10_000}
          allowDecimal={false}
          value={value[type] ?? ''}
          onChange={(limit) => onChange({ ...value, [type]: limit === '' ? null : Number(limit) })}
          error={errors[`capacity.${type}`]}
        />
      ))}
    </Row>
  );
}
