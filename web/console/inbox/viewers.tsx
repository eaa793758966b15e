import { useTranslation } from 'react-i18next';
import { useNames } from '../data/people.ts';
import { useMe } from '../data/session.ts';
import { useViewers } from '../data/viewers.ts';
import { Avatar } from '../design/avatar.tsx';
import styles from './viewers.module.css';

/** Colleagues who look at the ticket too, and who of them writes. */
export function Viewers({ ticket }: { ticket: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const names = useNames();
  const others = useViewers(ticket).filter(({ user }) => user !== me.id);
  return (
    <div className={styles.viewers} role="status">
      {others.map(({ user, typing }) => {
        const name = names.get(user) ?? '';
        const words = typing ? t('inbox.isTyping', { name }) : t('inbox.isLooking', { name });
        return (
          <span key={user} className={styles.viewer} title={words}>
            <Avatar name={name} size={20} />
            <span className={typing ? undefined : 'visually-hidden'}>{words}</span>
          </span>
        );
      })}
    </div>
  );
}
