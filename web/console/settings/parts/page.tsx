import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import styles from './page.module.css';

interface PageProps {
  title: ReactNode;
  /** One sentence that says what this page is for. */
  text?: ReactNode;
  /** The page that this one belongs to. */
  back?: { to: string; text: string };
  /** Stands beside the title. */
  actions?: ReactNode;
  /** The measure of tables and grids rather than of forms. */
  isWide?: boolean;
  children?: ReactNode;
}

/** A page of the settings: its title, what it is for, and its content. */
export function Page({ title, text, back, actions, isWide = false, children }: PageProps) {
  return (
    <div className={styles.page} data-wide={isWide}>
      {back && (
        <Link className={styles.back} to={back.to}>
          <IconChevronLeft size={14} aria-hidden="true" />
          {back.text}
        </Link>
      )}
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
