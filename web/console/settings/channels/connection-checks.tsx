import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './channels.module.css';
import type { ConnectionTest } from './use-channel.ts';

/** What a connection test found, check by check. */
export function ConnectionChecks({ test }: { test: ConnectionTest }) {
  const { t } = useTranslation();
  const names = t('channels.test.names', { returnObjects: true });
  return (
    <ul className={styles.checks} aria-label={t('channels.test.result')}>
      {test.checks.map(({ name, ok, error }) => {
        const Icon = ok ? IconCircleCheck : IconAlertCircle;
        const shown = name in names ? names[name as keyof typeof names] : name;
        return (
          <li key={name} data-ok={ok}>
            <Icon size={18} aria-hidden="true" />
            <span>
              <strong>{shown}:</strong> {ok ? t('channels.test.ok') : error}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
