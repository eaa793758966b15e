import { NavLink } from 'react-router';
import styles from './tabs.module.css';

/** The pages of one thing, as addresses of their own. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { to: string; text: string }[] }) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map(({ to, text }) => (
        <NavLink key={to} className={styles.tab ?? ''} to={to} end>
          {text}
        </NavLink>
      ))}
    </nav>
  );
}
