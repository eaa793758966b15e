import { IconInbox, IconSettings } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { useSession } from '../data/session.ts';
import { onDemand } from '../design/on-demand.ts';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { loadTextsOnDemand } from '../i18n/index.ts';
import { Bell } from '../notifications/bell.tsx';
import { AccountMenu } from './account-menu.tsx';
import styles from './frame.module.css';
import { Keyboard } from './keyboard.tsx';
import { LiveConnection } from './live-connection.tsx';

const SignIn = onDemand(async () => ({ default: (await import('../account/sign-in.tsx')).SignIn }));

/** Few ever see it. */
const SecondFactorFirst = onDemand(async () => {
  const [{ SecondFactorFirst: Component }] = await Promise.all([
    import('../account/second-factor-first.tsx'),
    loadTextsOnDemand(),
  ]);
  return { default: Component };
});

/** What every page has around it: the way in for those not signed in, else the rail and the live connection. */
export function Frame() {
  const session = useSession();
  if (session.isPending) return <LoadingLines lines={6} />;
  // Who was signed in still is while the server cannot be asked.
  if (session.isError && session.data === undefined)
    return <ErrorState error={session.error} retry={() => void session.refetch()} />;
  if (session.data === null) {
    return (
      <Suspense>
        <SignIn />
      </Suspense>
    );
  }
  if (session.data.mustSetUpTwoFactor) {
    return (
      <Suspense fallback={<LoadingLines lines={6} />}>
        <SecondFactorFirst />
      </Suspense>
    );
  }
  return (
    <div className={styles.frame}>
      <Rail />
      <LiveConnection />
      <Keyboard />
      <Outlet />
    </div>
  );
}

function Rail() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <nav className={styles.rail} aria-label={t('shell.main')}>
      <Link
        className={styles.link ?? ''}
        to="/"
        title={t('shell.inbox')}
        aria-current={/^\/($|views|tickets)/.test(pathname) ? 'page' : undefined}
      >
        <IconInbox size={20} stroke={1.75} aria-hidden="true" />
        <span>{t('shell.inbox')}</span>
      </Link>
      <NavLink className={styles.link ?? ''} to="/settings" title={t('shell.settings')}>
        <IconSettings size={20} stroke={1.75} aria-hidden="true" />
        <span>{t('shell.settings')}</span>
      </NavLink>
      <span className={styles.space} />
      <Bell />
      <AccountMenu />
    </nav>
  );
}
