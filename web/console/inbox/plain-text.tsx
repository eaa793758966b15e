import { Fragment } from 'react';
import styles from './plain-text.module.css';

const LINK = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])/u;

/** Text as it was written, with its web addresses as links. */
export function PlainText({ text }: { text: string }) {
  const parts = text.trimEnd().split(LINK);
  return (
    <div className={styles.text} dir="auto">
      {parts.map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name and never move
          <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name and never move
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </div>
  );
}
