import {
  IconBrandWhatsapp,
  IconForms,
  IconMail,
  IconMessage2,
  IconMessages,
  IconPencil,
  IconPhone,
  IconPlugConnected,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '../data/types.ts';
import styles from './channel-icon.module.css';

const ICONS = {
  email: IconMail,
  form: IconForms,
  chat: IconMessages,
  whatsapp: IconBrandWhatsapp,
  sms: IconMessage2,
  call: IconPhone,
  custom: IconPlugConnected,
};

/** The sign of a channel's kind, with its name for screen readers. The only place that has channel colours. */
export function ChannelIcon({ kind, size = 16 }: { kind: Ticket['channelKind']; size?: number }) {
  const { t } = useTranslation();
  const Icon = kind === null ? IconPencil : ICONS[kind];
  return (
    <span className={styles.icon} data-kind={kind ?? 'hand'}>
      <Icon size={size} stroke={1.75} aria-hidden="true" />
      <span className="visually-hidden">{kind === null ? t('inbox.byHand') : t(`common.kinds.${kind}`)}</span>
    </span>
  );
}
