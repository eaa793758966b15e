import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiError, api, newKey } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Invitation } from '../../data/settings-types.ts';
import type { User } from '../../data/types.ts';
import { explainError, fieldErrors } from '../../design/explain-error.ts';
import { CopyLine } from '../parts/copy-line.tsx';
import { LeaveGuard } from '../parts/leave-guard.tsx';
import { Page, Part } from '../parts/page.tsx';
import styles from './people.module.css';
import { AccountFields, type AccountValues, RoutingFields, type RoutingValues } from './person-fields.tsx';
import { putUser } from './save-user.ts';

type Values = AccountValues & RoutingValues;
type Invited = User & { invitation?: Invitation };

const EMPTY: Values = {
  name: '',
  email: '',
  role: 'agent',
  seat: 'service',
  teams: [],
  skills: [],
  capacity: { calling: null, messaging: null, email: null },
};

/** Invites somebody: who they are and what they get to do, then the link for them. */
export function InvitePerson() {
  const { t } = useTranslation();
  const [invited, setInvited] = useState<Invited | null>(null);
  return (
    <Page title={t('people.invite')} text={invited ? undefined : t('people.inviteText')}>
      {invited ? (
        <InvitedPerson user={invited} onNext={() => setInvited(null)} />
      ) : (
        <InviteForm onInvited={setInvited} />
      )}
    </Page>
  );
}

function InviteForm({ onInvited }: { onInvited(user: Invited): void }) {
  const { t } = useTranslation();
  const [values, setValues] = useState(EMPTY);
  // One key for all tries: a click whose answer got lost invites nobody twice.
  const [key, setKey] = useState(newKey);
  const invite = useMutation({
    mutationFn: () => api.post<Invited>('/users', values, key),
    onSuccess: ({ invitation, ...user }) => {
      putUser(user);
      void queryClient.invalidateQueries({ queryKey: ['invitations'] });
      onInvited({ ...user, ...(invitation && { invitation }) });
    },
    // Without an answer they may have been invited: the same key then invites nobody twice.
    onError: (error) => error instanceof ApiError && error.status !== 0 && setKey(newKey()),
  });
  const errors = fieldErrors(invite.error);
  function submit(event: FormEvent): void {
    event.preventDefault();
    invite.mutate();
  }
  return (
    <form onSubmit={submit} noValidate>
      <LeaveGuard isOn={values !== EMPTY && !invite.isPending && !invite.isSuccess} />
      <Part title={t('people.account')}>
        <AccountFields<Values> values={values} onChange={setValues} errors={errors} />
      </Part>
      <Part title={t('people.routing')} text={t('people.routingText')}>
        <RoutingFields<Values> values={values} onChange={setValues} errors={errors} />
        {invite.isError && (
          <p className={styles.bad} role="alert">
            {explainError(invite.error, t)}
          </p>
        )}
        <div className={styles.acts}>
          <Button type="submit" loading={invite.isPending}>
            {t('people.sendInvitation')}
          </Button>
        </div>
      </Part>
    </form>
  );
}

function InvitedPerson({ user, onNext }: { user: Invited; onNext(): void }) {
  const { t } = useTranslation();
  return (
    <Part title={t('people.invitedTitle', { name: user.name })} text={t('people.invitedText')}>
      {user.invitation && <CopyLine label={t('people.link')} value={user.invitation.url} />}
      <div className={styles.acts}>
        <Button onClick={onNext}>{t('people.inviteNext')}</Button>
        <Button component={Link} to={`/settings/people/${user.id}`} variant="default">
          {t('people.toPerson')}
        </Button>
      </div>
    </Part>
  );
}
