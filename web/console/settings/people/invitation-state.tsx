import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { readAll } from '../../data/read-all.ts';
import type { Invitation, OpenInvitation } from '../../data/settings-types.ts';
import type { User } from '../../data/types.ts';
import { notify } from '../../design/notices.tsx';
import { weekdayTime } from '../../design/time.ts';
import { CopyLine } from '../parts/copy-line.tsx';
import { Part } from '../parts/page.tsx';
import { useAct } from '../parts/use-act.ts';
import styles from './people.module.css';

/** How the invitation of somebody stands: send it again, or take it back. */
export function InvitationState({ user }: { user: User }) {
  const { t } = useTranslation();
  const act = useAct();
  const [link, setLink] = useState<Invitation | null>(null);
  const invitations = useQuery({
    queryKey: ['invitations'],
    queryFn: () => readAll<OpenInvitation>('/invitations'),
  });
  const open = invitations.data?.find((each) => each.user === user.id);
  const path = `/users/${user.id}/invitations`;
  async function resend(): Promise<void> {
    setLink(await api.post<Invitation>(path));
    await invitations.refetch();
  }
  async function revoke(): Promise<void> {
    await api.delete(path);
    setLink(null);
    notify({ text: t('people.revoked') });
    await invitations.refetch();
  }
  const isPending = open?.state === 'pending';
  return (
    <Part title={t('people.invitation')}>
      <p className={styles.soft}>
        {isPending
          ? t('people.invitationPending', { at: weekdayTime(open.expiresAt ?? '') })
          : t('people.invitationGone')}
      </p>
      {link && <CopyLine label={t('people.link')} value={link.url} />}
      <div className={styles.acts}>
        <Button variant="default" onClick={() => void act(resend)}>
          {t('people.resend')}
        </Button>
        {isPending && (
          <Button variant="subtle" color="red" onClick={() => void act(revoke)}>
            {t('people.revoke')}
          </Button>
        )}
      </div>
    </Part>
  );
}
