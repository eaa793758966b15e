import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { connectLive, useLiveState } from '../data/live.ts';
import styles from './live-connection.module.css';

/** Keeps what is shown current, and says so while it cannot. */
export function LiveConnection() {
  const { t } = useTranslation();
  const state = useLiveState();
  useEffect(connectLive, []);
  return (
    <div className={styles.place} role="status">
      {state === 'connecting' && <p className={styles.lost}>{t('shell.connecting')}</p>}
    </div>
  );
}
