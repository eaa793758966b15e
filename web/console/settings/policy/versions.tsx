import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { useNames } from '../../data/people.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Channel, Listing } from '../../data/types.ts';
import { explainError } from '../../design/explain-error.ts';
import { notify } from '../../design/notices.tsx';
import { ErrorState, LoadingLines } from '../../design/states.tsx';
import { fullTime } from '../../design/time.ts';
import { putChannel } from '../channels/use-channel.ts';
import { Part } from '../parts/page.tsx';
import type { PolicyVersion } from './answers.ts';
import styles from './policy.module.css';
import { policyDifferences } from './policy-words.ts';
import { useSkills } from './skills.ts';

interface VersionsProps {
  channel: Channel;
  /** Not while there are unsaved changes: they would be lost. */
  mayRestore: boolean;
}

/** Every version of a policy with what it changed, who made it and when; each can be made the policy again. */
export function Versions({ channel, mayRestore }: VersionsProps) {
  const { t } = useTranslation();
  const versions = useVersions(channel);
  const restore = useRestore(channel);
  const [isBusy, setBusy] = useState(false);
  const items = versions.data?.pages.flatMap((page) => page.items) ?? [];
  async function bringBack(version: number): Promise<void> {
    setBusy(true);
    await restore(version, channel.policyVersion);
    setBusy(false);
  }
  return (
    <Part title={t('policy.versions')} text={t('policy.versionsText')}>
      {versions.isPending && <LoadingLines />}
      {versions.isError && <ErrorState error={versions.error} retry={() => void versions.refetch()} />}
      <ol className={styles.versions} reversed>
        {items.map((each, index) => (
          <li key={each.version}>
            <VersionLine version={each} before={items[index + 1]} />
            {each.version !== channel.policyVersion && (
              <Button
                variant="default"
                size="compact-sm"
                disabled={!mayRestore || isBusy}
                title={mayRestore ? undefined : t('policy.saveFirst')}
                onClick={() => void bringBack(each.version)}
              >
                {t('policy.restore')}
                <span className="visually-hidden">{t('policy.version', { version: each.version })}</span>
              </Button>
            )}
          </li>
        ))}
      </ol>
      {versions.hasNextPage && (
        <Button
          variant="subtle"
          loading={versions.isFetchingNextPage}
          onClick={() => void versions.fetchNextPage()}
        >
          {t('policy.earlier')}
        </Button>
      )}
    </Part>
  );
}

function VersionLine({ version, before }: { version: PolicyVersion; before: PolicyVersion | undefined }) {
  const { t } = useTranslation();
  const people = useNames();
  const skills = useSkills().data ?? [];
  const names = new Map([...people, ...skills.map(({ id, name }) => [id, name] as const)]);
  const differences = before ? policyDifferences(before.policy, version.policy, names, t) : [];
  return (
    <div>
      <strong>{t('policy.version', { version: version.version })}</strong>{' '}
      <span className={styles.soft}>
        {t('policy.by', { name: version.author.name, at: fullTime(version.at) })}
      </span>
      {version.version === 1 && <p className={styles.why}>{t('policy.firstVersion')}</p>}
      <dl className={styles.changes}>
        {differences.map(({ field, before: old, after }) => (
          <div key={field}>
            <dt>{t(`policy.fields.${field}`)}</dt>
            <dd>
              <del>{old}</del> <ins>{after}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function useVersions({ id, policyVersion }: Channel) {
  return useInfiniteQuery({
    queryKey: ['policy-versions', id, policyVersion],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      api.get<Listing<PolicyVersion>>(`/channels/${id}/policy-versions`, { limit: 20, cursor: pageParam }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

function useRestore({ id }: Channel) {
  const { t } = useTranslation();
  return async function restore(version: number, current: number): Promise<void> {
    try {
      putChannel(await api.post<Channel>(`/channels/${id}/policy-versions/${version}/restore`));
      void queryClient.invalidateQueries({ queryKey: ['policy-versions', id] });
      notify({
        text: t('policy.restored', { version }),
        action: { label: t('common.undo'), run: () => void restore(current, version) },
      });
    } catch (error) {
      notify({ text: explainError(error, t), tone: 'bad' });
    }
  };
}
