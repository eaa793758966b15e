import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, newKey } from '../data/api.ts';
import { useChannels } from '../data/channels.ts';
import { queryClient } from '../data/query-client.ts';
import { useMe } from '../data/session.ts';
import { explainError } from '../design/explain-error.ts';
import { currentLanguage } from '../i18n/index.ts';
import styles from './first-steps.module.css';

/** What a newcomer sees instead of an empty list: three steps from nothing to a routed ticket. */
export function FirstSteps() {
  const { t } = useTranslation();
  const me = useMe();
  const canMake = me.role !== 'agent';
  const channels = useChannels(canMake).data;
  const form = channels?.find(({ kind, enabled }) => kind === 'form' && enabled);
  return (
    <section className={styles.steps} aria-labelledby="first-steps">
      <h3 id="first-steps">{t('inbox.start.title')}</h3>
      <ol>
        <li data-done={form !== undefined}>
          <h4>{t('inbox.start.form')}</h4>
          {form ? <p>{t('inbox.start.formDone')}</p> : <MakeForm canMake={canMake} user={me.id} />}
        </li>
        <li>
          <h4>{t('inbox.start.submit')}</h4>
          <p>{t('inbox.start.submitText')}</p>
          {form && (
            <Button component="a" href={`/forms/${form.id}`} target="_blank" rel="noopener" variant="default">
              {t('inbox.start.submitLink')}
            </Button>
          )}
        </li>
        <li>
          <h4>{t('inbox.start.owner')}</h4>
          <p>{t('inbox.start.ownerText')}</p>
        </li>
      </ol>
    </section>
  );
}

function MakeForm({ canMake, user }: { canMake: boolean; user: string }) {
  const { t } = useTranslation();
  // One key for all tries: a click whose answer got lost makes no second form.
  const [key] = useState(newKey);
  const make = useMutation({
    mutationFn: () =>
      api.post(
        '/channels',
        {
          kind: 'form',
          name: t('inbox.start.formName'),
          settings: { language: currentLanguage() },
          policy: { assign: { to: 'specific', users: [user], teams: [] } },
        },
        key,
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['channels'] }),
  });
  if (!canMake) return <p>{t('inbox.start.formAgent')}</p>;
  return (
    <>
      <p>{t('inbox.start.formText')}</p>
      {make.isError && <p role="alert">{explainError(make.error, t)}</p>}
      <Button loading={make.isPending} onClick={() => make.mutate()}>
        {t('inbox.start.formButton')}
      </Button>
    </>
  );
}
