import { Button, CloseButton } from '@mantine/core';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './notices.module.css';

/** Something that happened, said once at the bottom of the window. */
export interface Notice {
  text: string;
  tone?: 'plain' | 'bad';
  /** An act that the notice offers, such as taking back what was done. */
  action?: { label: string; run(): void };
  /** Milliseconds until it goes by itself; an error stays twice as long. */
  lasts?: number;
}

interface ShownNotice extends Notice {
  id: number;
}

let shown: readonly ShownNotice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** Shows a notice; gives what takes it away again. */
export function notify(notice: Notice): () => void {
  const id = ++lastId;
  setShown([...shown.slice(-2), { ...notice, id }]);
  return () => setShown(shown.filter((each) => each.id !== id));
}

function setShown(next: readonly ShownNotice[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The place where notices show; screen readers hear each once. */
export function Notices() {
  const notices = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {notices.map((notice) => (
        <NoticeLine key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeLine({ notice }: { notice: ShownNotice }) {
  const { t } = useTranslation();
  const { id, text, tone = 'plain', action, lasts = tone === 'bad' ? 10_000 : 5_000 } = notice;
  const close = () => setShown(shown.filter((each) => each.id !== id));
  useEffect(() => {
    const timer = setTimeout(() => setShown(shown.filter((each) => each.id !== id)), lasts);
    return () => clearTimeout(timer);
  }, [id, lasts]);
  const act = () => {
    close();
    action?.run();
  };
  return (
    <div className={styles.notice} data-tone={tone}>
      <span>{text}</span>
      {action && (
        <Button size="compact-sm" variant="subtle" onClick={act}>
          {action.label}
        </Button>
      )}
      <CloseButton size="sm" aria-label={t('common.close')} onClick={close} />
    </div>
  );
}
