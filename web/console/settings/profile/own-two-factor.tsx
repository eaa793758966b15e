import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { refreshSession } from '../../data/session.ts';
import type { TwoFactor } from '../../data/settings-types.ts';
import { Loaded } from '../parts/loaded.tsx';
import { Part } from '../parts/page.tsx';
import styles from '../people/people.module.css';
import { AskCode } from './ask-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpTwoFactor } from './set-up-two-factor.tsx';

const PATH = '/users/me/two-factor';

/** Sets up one's own second factor, renews its recovery codes, or switches it off. */
export function OwnTwoFactor() {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<string[] | null>(null);
  const factor = useQuery({ queryKey: ['two-factor', 'me'], queryFn: () => api.get<TwoFactor>(PATH) });
  async function finish(): Promise<void> {
    setCodes(null);
    await factor.refetch();
    await refreshSession();
  }
  return (
    <Part title={t('profile.factor.title')} text={t('profile.factor.text')}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => void finish()} />
      ) : (
        <Loaded query={factor} lines={2}>
          {(state) =>
            state.state === 'on' ? (
              <FactorOn factor={state} onCodes={setCodes} onOff={() => void factor.refetch()} />
            ) : (
              <SetUpTwoFactor onCodes={setCodes} />
            )
          }
        </Loaded>
      )}
    </Part>
  );
}

interface FactorOnProps {
  factor: TwoFactor;
  onCodes(codes: string[]): void;
  onOff(): void;
}

function FactorOn({ factor, onCodes, onOff }: FactorOnProps) {
  const { t } = useTranslation();
  const [asks, setAsks] = useState<'renew' | 'remove' | null>(null);
  async function renew(code: string): Promise<void> {
    onCodes((await api.post<{ recoveryCodes: string[] }>(`${PATH}/recovery-codes`, { code })).recoveryCodes);
  }
  async function remove(code: string): Promise<void> {
    await api.post(`${PATH}/removal`, { code });
    onOff();
  }
  return (
    <>
      <p className={styles.soft}>
        {t('profile.factor.on')} {t('profile.factor.codesLeft', { count: factor.recoveryCodesLeft })}
        {factor.required && ` ${t('profile.factor.required')}`}
      </p>
      <div className={styles.acts}>
        <Button variant="default" onClick={() => setAsks('renew')}>
          {t('profile.factor.renew')}
        </Button>
        {!factor.required && (
          <Button variant="subtle" color="red" onClick={() => setAsks('remove')}>
            {t('profile.factor.remove')}
          </Button>
        )}
      </div>
      {asks !== null && (
        <AskCode
          title={t(`profile.factor.${asks}`)}
          text={t(`profile.factor.${asks}Text`)}
          onClose={() => setAsks(null)}
          act={asks === 'renew' ? renew : remove}
        />
      )}
    </>
  );
}
