import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ChannelIcon } from '../../design/channel-icon.tsx';
import { Page } from '../parts/page.tsx';
import styles from './channels.module.css';

const KINDS = ['email', 'form'] as const;

/** The first step of a new channel: which kind. */
export function ChooseKind() {
  const { t } = useTranslation();
  return (
    <Page
      back={{ to: '/settings/channels', text: t('channels.title') }}
      title={t('channels.newTitle')}
      text={t('channels.newText')}
    >
      <ul className={styles.list}>
        {KINDS.map((kind) => (
          <li key={kind}>
            <Link className={styles.row} data-plain="true" to={`/settings/channels/new/${kind}`}>
              <ChannelIcon kind={kind} size={20} />
              <span className={styles.name}>
                <strong>{t(`common.kinds.${kind}`)}</strong>
                <span className={styles.soft}>{t(`channels.kindTexts.${kind}`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
