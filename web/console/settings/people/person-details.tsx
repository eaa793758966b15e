import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../data/session.ts';
import type { User } from '../../data/types.ts';
import { fieldErrors } from '../../design/explain-error.ts';
import { changedFields } from '../parts/changed-fields.ts';
import { Part } from '../parts/page.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { Deactivation } from './deactivation.tsx';
import { InvitationState } from './invitation-state.tsx';
import styles from './people.module.css';
import { AccountFields, RoutingFields } from './person-fields.tsx';
import { ResetTwoFactor } from './reset-two-factor.tsx';
import { isAbove } from './rights.ts';
import { useUserEdit } from './save-user.ts';

/** What an admin sets of somebody. */
export function PersonDetails({ user, mayChange }: { user: User; mayChange: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const draft = useDraft(valuesOf(user));
  const edit = useUserEdit(user.id);
  const errors = fieldErrors(edit.error);
  const values = draft.value;
  const isOther = user.id !== me.id;
  function save(): void {
    edit.mutate(changedFields(valuesOf(user), values), {
      onSuccess: (saved) => draft.accept(valuesOf(saved)),
    });
  }
  return (
    <>
      <fieldset className={styles.plain} disabled={!mayChange}>
        {user.invited && user.active && mayChange && isOther && <InvitationState user={user} />}
        <Part title={t('people.account')}>
          <AccountFields
            values={values}
            onChange={draft.change}
            errors={errors}
            mayRank={isAbove(me, user)}
          />
          <TextInput
            label={t('people.phone')}
            description={t('people.phoneText')}
            type="tel"
            maw={320}
            value={values.phone ?? ''}
            onChange={(event) => draft.change({ ...values, phone: event.currentTarget.value || null })}
            error={errors.phone}
          />
        </Part>
        <Part title={t('people.routing')} text={t('people.routingText')}>
          <RoutingFields values={values} onChange={draft.change} errors={errors} />
        </Part>
      </fieldset>
      {mayChange && isOther && (
        <Part title={t('people.access')}>
          <ResetTwoFactor user={user} />
          <Deactivation user={user} />
        </Part>
      )}
      {mayChange && <SaveBar draft={draft} isSaving={edit.isPending} error={edit.error} onSave={save} />}
    </>
  );
}

function valuesOf({ name, email, role, seat, teams, skills, capacity, phone = null }: User) {
  return { name, email, role, seat, teams, skills, capacity, phone };
}
