import type { ReactNode } from 'react';
import styles from './page.module.css';

interface PageProps {
  title: ReactNode;
  /** One sentence that says what this page is for. */
  text?: ReactNode;
  /** Stands beside the title. */
  actions?: ReactNode;
  /** The measure of tables and grids rather than of forms. */
  isWide?: boolean;
  children?: ReactNode;
}

/** A page of the settings: its title, what it is for, and its content. */
export function Page({ title, text, actions, isWide = false, children }: PageProps) {
  return (
    <div className={styles.page} data-wide={isWide}>
      <header className={styles.head}>
        <h1>{title}</h1>
        {actions}
      </header>
      {text && <p className={styles.text}>{text}</p>}
      {children}
    </div>
  );
}

/** Fields that belong together, under a heading. */
export function Part(props: { title: string; text?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.text && <p className={styles.text}>{props.text}</p>}
      <div className={styles.fields}>{props.children}</div>
    </section>
  );
}

/** Short fields beside each other; below each other where the window is narrow. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
