import { useTranslation } from 'react-i18next';
import { Part } from '../parts/page.tsx';
import { CopyField } from './copy-field.tsx';
import styles from './install.module.css';
import type { FormChannel } from './kinds.ts';

/** How a form comes to its customers: its own page, the script for a site, and what it looks like. */
export function InstallForm({ channel }: { channel: FormChannel }) {
  const { t } = useTranslation();
  const page = new URL(`/forms/${channel.id}`, originOf(channel.embed)).href;
  return (
    <>
      {!channel.enabled && <p className={styles.warning}>{t('channels.install.off')}</p>}
      <Part title={t('channels.install.page')} text={t('channels.install.pageText')}>
        <CopyField label={t('channels.install.link')} value={page} />
      </Part>
      <Part title={t('channels.install.embed')} text={t('channels.install.embedText')}>
        <CopyField label={t('channels.install.code')} value={channel.embed ?? ''} isCode />
      </Part>
      <Part title={t('channels.install.preview')} text={t('channels.install.previewText')}>
        <iframe
          // A saved change makes it anew.
          key={channel.updatedAt}
          className={styles.preview}
          title={t('channels.install.preview')}
          src={`/forms/${channel.id}`}
        />
        <a href={`/forms/${channel.id}`} target="_blank" rel="noopener">
          {t('channels.install.open')}
        </a>
      </Part>
    </>
  );
}

/** Customers reach the gateway at its public address, which need not be the one that the console was opened at. */
function originOf(embed: string | null): string {
  const address = /src="([^"]+)"/.exec(embed ?? '')?.[1];
  return address ? new URL(address).origin : location.origin;
}
