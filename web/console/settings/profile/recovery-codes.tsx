import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { download } from '../parts/download.ts';
import styles from '../people/people.module.css';

/** The recovery codes, shown once: to be copied or downloaded now. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone(): void }) {
  const { t } = useTranslation();
  const clipboard = useClipboard({ timeout: 3000 });
  const text = codes.join('\n');
  return (
    <>
      <p role="status">{t('profile.factor.keepCodes')}</p>
      <ul className={styles.codes} aria-label={t('profile.factor.codes')}>
        {codes.map((code) => (
          <li key={code} className={styles.code}>
            {code}
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        <Button variant="default" onClick={() => clipboard.copy(text)}>
          {clipboard.copied ? t('people.copied') : t('people.copy')}
        </Button>
        <Button
          variant="default"
          onClick={() => download('deskroute-recovery-codes.txt', `${text}\n`, 'text/plain')}
        >
          {t('profile.factor.download')}
        </Button>
        <Button onClick={onDone}>{t('profile.factor.kept')}</Button>
      </div>
    </>
  );
}
