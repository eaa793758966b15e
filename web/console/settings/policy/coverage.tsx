import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../../routing/types.ts';
import { api } from '../../data/api.ts';
import type { Channel } from '../../data/types.ts';
import { ErrorState, LoadingLines } from '../../design/states.tsx';
import { clockTime } from '../../design/time.ts';
import { dateText } from '../hours/day-names.ts';
import { Part } from '../parts/page.tsx';
import type { CoverageAnswer } from './answers.ts';
import { durationText } from './durations.ts';
import styles from './policy.module.css';

interface CoverageProps {
  channel: Channel;
  policy: Policy;
  isChanged: boolean;
}

/** What of the next eight weeks the saved policy leaves uncovered; a changed one is checked when asked to. */
export function Coverage({ channel, policy, isChanged }: CoverageProps) {
  const { t } = useTranslation();
  const [planned, setPlanned] = useState<Policy | null>(null);
  const { kind, operatingHours } = channel;
  const asked = isChanged && planned ? planned : channel.policy;
  const coverage = useQuery({
    queryKey: ['coverage', channel.id, asked, operatingHours],
    queryFn: () => api.post<CoverageAnswer>('/routing/coverage', { kind, policy: asked, operatingHours }),
  });
  return (
    <Part title={t('policy.coverage')} text={t('policy.coverageText')}>
      {isChanged && (
        <div className={styles.acts}>
          <Button variant="default" disabled={planned === policy} onClick={() => setPlanned(policy)}>
            {t('policy.checkChanges')}
          </Button>
          <span className={styles.soft}>{t(asked === policy ? 'policy.ofChanges' : 'policy.ofSaved')}</span>
        </div>
      )}
      {coverage.isPending && <LoadingLines />}
      {coverage.isError && <ErrorState error={coverage.error} retry={() => void coverage.refetch()} />}
      {coverage.data && <Findings coverage={coverage.data} />}
    </Part>
  );
}

function Findings({ coverage }: { coverage: CoverageAnswer }) {
  const { t } = useTranslation();
  const { uncoveredMinutes, uncovered, scarceSkills, unreachableSteps } = coverage;
  if (uncoveredMinutes + scarceSkills.length + unreachableSteps.length === 0) {
    return <p className={styles.good}>{t('policy.allCovered')}</p>;
  }
  return (
    <ul className={styles.findings}>
      {uncoveredMinutes > 0 && (
        <li>
          {t('policy.uncovered', { time: durationText(uncoveredMinutes * 60), count: uncovered.intervals })}
          <ul>
            {uncovered.items.slice(0, 10).map(({ from, to }) => (
              <li key={from}>{stretchText(from, to)}</li>
            ))}
          </ul>
        </li>
      )}
      {scarceSkills.map(({ skill, name, userName }) => (
        <li key={skill}>
          {userName === null
            ? t('policy.skillOfNobody', { name })
            : t('policy.skillOfOne', { name, userName })}
        </li>
      ))}
      {unreachableSteps.map((step) => (
        <li key={step}>{t('policy.unreachable', { place: step + 1 })}</li>
      ))}
    </ul>
  );
}

function stretchText(from: string, to: string): string {
  const day = (at: string) => dateText(at.slice(0, 10));
  return `${day(from)}, ${clockTime(from)} – ${day(from) === day(to) ? '' : `${day(to)}, `}${clockTime(to)}`;
}
