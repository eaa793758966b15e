import { Button, Progress, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Policy } from '../../../../routing/types.ts';
import { api } from '../../data/api.ts';
import type { Channel } from '../../data/types.ts';
import { ErrorState } from '../../design/states.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { Part } from '../parts/page.tsx';
import type { SimulationAnswer } from './answers.ts';
import styles from './policy.module.css';
import { SimulationResult } from './simulation-result.tsx';

const DAY_MS = 24 * 60 * 60_000;
const PERIODS = ['1', '7', '30', '90'] as const;

interface SimulationProps {
  channel: Channel;
  policy: Policy;
  isChanged: boolean;
}

/** What the policy as it is being edited would have done with the tickets of the last days. */
export function Simulation({ channel, policy, isChanged }: SimulationProps) {
  const { t } = useTranslation();
  const [days, setDays] = useState<string>('7');
  const run = useMutation({
    mutationFn: (asked: Policy) => simulate(channel.id, asked, Number(days)),
  });
  const isOld = run.variables !== undefined && run.variables !== policy;
  return (
    <Part title={t('policy.simulation')} text={t('policy.simulationText')}>
      <div className={styles.acts}>
        <Select
          label={t('policy.period')}
          value={days}
          onChange={(chosen) => chosen && setDays(chosen)}
          data={PERIODS.map((value) => ({ value, label: t('policy.lastDays', { count: Number(value) }) }))}
          allowDeselect={false}
          w={180}
        />
        <Button variant="default" loading={run.isPending} onClick={() => run.mutate(policy)}>
          {t(isChanged ? 'policy.runChanges' : 'policy.run')}
        </Button>
      </div>
      <div role="status">
        {run.isPending && (
          <>
            <p className={styles.soft}>{t('policy.running')}</p>
            <Progress value={100} animated aria-label={t('policy.running')} />
          </>
        )}
      </div>
      {run.isError && <ErrorState error={run.error} />}
      {run.data && !run.isPending && (
        <>
          {isOld && <p className={styles.soft}>{t('policy.oldResult')}</p>}
          <SimulationResult result={run.data} />
        </>
      )}
    </Part>
  );
}

function simulate(channel: string, policy: Policy, days: number): Promise<SimulationAnswer> {
  const to = Date.now();
  const period = { from: new Date(to - days * DAY_MS).toISOString(), to: new Date(to).toISOString() };
  return api.post<SimulationAnswer>(`/routing/simulations?language=${currentLanguage()}`, {
    channel,
    policy,
    ...period,
  });
}
