import { ActionIcon } from '@mantine/core';
import { IconFile, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { StoredFile } from '../data/types.ts';
import { currentLanguage } from '../i18n/index.ts';
import styles from './attachments.module.css';

const SHOWN = /^image\/(png|jpeg|gif|webp|avif)$/;
const HEARD = /^audio\//;

/** Files of a message: pictures shown, sound playable, the rest to download. `onRemove` while one still writes. */
export function Attachments(props: { files: readonly StoredFile[]; onRemove?(id: string): void }) {
  const { t } = useTranslation();
  if (props.files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t('inbox.attachments')}>
      {props.files.map((file) => (
        <li key={file.id}>
          {SHOWN.test(file.type) && !props.onRemove && (
            <a href={file.url} target="_blank" rel="noopener">
              <img className={styles.picture} src={file.url} alt={file.name} loading="lazy" />
            </a>
          )}
          {HEARD.test(file.type) && !props.onRemove && (
            // biome-ignore lint/a11y/useMediaCaption: what customers send has no captions
            <audio controls preload="none" src={file.url} />
          )}
          <a className={styles.file} href={file.url} download={file.name}>
            <IconFile size={16} stroke={1.75} aria-hidden="true" />
            <span className={styles.name}>{file.name}</span>
            <span className={styles.size}>{sizeText(file.size)}</span>
          </a>
          {props.onRemove && (
            <ActionIcon
              size={24}
              aria-label={t('inbox.removeFile', { name: file.name })}
              onClick={() => props.onRemove?.(file.id)}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </li>
      ))}
    </ul>
  );
}

function sizeText(bytes: number): string {
  const [value, unit] =
    bytes < 1000 ? [bytes, 'byte'] : bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(currentLanguage(), {
    style: 'unit',
    unit: String(unit),
    maximumFractionDigits: Number(value) < 10 ? 1 : 0,
  }).format(Number(value));
}
