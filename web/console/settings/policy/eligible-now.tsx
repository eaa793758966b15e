import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../../routing/types.ts';
import { ApiError, api } from '../../data/api.ts';
import { useUsers } from '../../data/people.ts';
import type { Channel } from '../../data/types.ts';
import { Avatar } from '../../design/avatar.tsx';
import { ErrorState, LoadingLines } from '../../design/states.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import type { Preview } from './answers.ts';
import styles from './policy.module.css';

interface EligibleNowProps {
  channel: Channel;
  policy: Policy;
}

/** Who would get a ticket at this moment under the policy as it is being edited, and why not the others. */
export function EligibleNow({ channel, policy }: EligibleNowProps) {
  const { t } = useTranslation();
  const preview = usePreview(channel, policy);
  return (
    <section aria-labelledby="eligible-now" className={styles.now}>
      <h2 id="eligible-now">{t('policy.now')}</h2>
      <div aria-live="polite">
        <PreviewContent preview={preview} />
      </div>
    </section>
  );
}

function PreviewContent({ preview }: { preview: ReturnType<typeof usePreview> }) {
  const { t } = useTranslation();
  const { error, data } = preview;
  if (error instanceof ApiError && error.status === 400) return <CannotWork error={error} />;
  if (error) return <ErrorState error={error} retry={() => void preview.refetch()} />;
  if (!data) return <LoadingLines />;
  const eligible = data.candidates.filter((each) => each.eligible);
  const others = data.candidates.filter((each) => !each.eligible);
  return (
    <>
      <p className={styles.decision}>{data.explanation}</p>
      <People
        title={t('policy.eligible', { count: eligible.length })}
        people={eligible}
        chosen={data.owner}
      />
      <People title={t('policy.notEligible', { count: others.length })} people={others} chosen={null} />
    </>
  );
}

function CannotWork({ error }: { error: ApiError }) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('policy.cannotWork')}</p>
      <ul className={styles.problems}>
        {error.errors.map(({ path, message }) => (
          <li key={path}>{message}</li>
        ))}
      </ul>
    </>
  );
}

interface PeopleProps {
  title: string;
  people: Preview['candidates'];
  chosen: string | null;
}

function People({ title, people, chosen }: PeopleProps) {
  const { t } = useTranslation();
  if (people.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className={styles.people}>
        {people.map(({ user, name, availability, explanation }) => (
          <li key={user} data-chosen={user === chosen || undefined}>
            <Avatar name={name} status={availability.status} />
            <span>
              <strong>{name}</strong>
              {user === chosen && <span className={styles.chosen}> {t('policy.wouldGetIt')}</span>}
              <span className={styles.why}>{explanation}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function usePreview({ id }: Channel, policy: Policy) {
  const [asked] = useDebouncedValue(policy, 300);
  const users = useUsers().data ?? [];
  // Asked anew whenever somebody comes, goes or is changed.
  const staff = users.map(
    (each) => `${each.id}${each.availability.status}${each.seat}${String(each.active)}`,
  );
  const language = currentLanguage();
  return useQuery({
    queryKey: ['policy-preview', id, asked, staff.join(), language],
    queryFn: () =>
      api.post<Preview>(`/routing/previews?language=${language}`, { channel: id, policy: asked }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
    staleTime: 0,
    gcTime: 60_000,
  });
}
