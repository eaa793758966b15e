import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import type { TwoFactor } from '../../data/settings-types.ts';
import type { User } from '../../data/types.ts';
import { Ask } from '../parts/ask.tsx';
import styles from './people.module.css';

/** Helps somebody who lost their second factor; nothing where there is none. */
export function ResetTwoFactor({ user }: { user: User }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const path = `/users/${user.id}/two-factor`;
  const factor = useQuery({ queryKey: ['two-factor', user.id], queryFn: () => api.get<TwoFactor>(path) });
  async function reset(): Promise<void> {
    await api.delete(path);
    await factor.refetch();
  }
  if (factor.data?.state !== 'on') return null;
  return (
    <div className={styles.acts}>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('people.resetFactor')}
      </Button>
      <Ask
        title={t('people.resetFactorTitle', { name: user.name })}
        label={t('people.resetFactor')}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        act={reset}
      >
        <p>{t('people.resetFactorText')}</p>
      </Ask>
    </div>
  );
}
