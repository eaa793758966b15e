import { useTranslation } from 'react-i18next';
import type { Channel } from '../../data/types.ts';
import { shortTime, useNow } from '../../design/time.ts';
import styles from './channels.module.css';

/** How a channel is, with a sign and a word; why and since when, unless all is well. */
export function Health({ channel, isShort = false }: { channel: Channel; isShort?: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  const { state, reason, since } = channel.health;
  const shown = channel.enabled ? state : 'off';
  const since_ = t('channels.since', { time: shortTime(since, now) });
  return (
    <span className={styles.health} data-state={shown}>
      <span className={styles.sign} aria-hidden="true" />
      <span>
        {t(`channels.states.${shown}`)}
        {!isShort && shown !== 'connected' && shown !== 'off' && (
          <span className={styles.reason}>
            {reason} {since_}
          </span>
        )}
      </span>
    </span>
  );
}
