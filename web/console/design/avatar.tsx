import styles from './avatar.module.css';

/** A person as one or two letters; a dot says whether they are available. Decorative: the name stands beside it. */
export function Avatar(props: { name: string; size?: 20 | 24 | 32; status?: 'available' | 'away' }) {
  const { name, size = 24, status } = props;
  return (
    <span className={styles.avatar} data-size={size} aria-hidden="true">
      {initialsOf(name)}
      {status && <span className={styles.dot} data-status={status} />}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s@.]+/u).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => Array.from(word ?? '')[0]?.toLocaleUpperCase() ?? '').join('') || '?';
}
