import { useMediaQuery } from '@mantine/hooks';
import { IconChevronLeft } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, NavLink, Route, Routes, useLocation } from 'react-router';
import { useMe } from '../data/session.ts';
import { EmptyState, LoadingLines } from '../design/states.tsx';
import { mayOpen, SECTIONS, type Section } from './sections.ts';
import styles from './settings.module.css';

const GROUPS = [...new Set(SECTIONS.map(({ group }) => group))];

/** The settings: the list of sections beside the open one; on phones one of the two. */
export function Settings() {
  const { t } = useTranslation();
  const isWide = useMediaQuery('(min-width: 768px)', undefined, { getInitialValueInEffect: false }) ?? true;
  const { pathname } = useLocation();
  const isOpen = pathname.replace(/\/$/, '') !== '/settings';
  const allowed = useAllowedSections();
  const first = allowed[0];
  if (!isOpen && isWide && first) return <Navigate to={`/settings/${first.path}`} replace />;
  return (
    <div className={styles.settings}>
      {isWide && <SectionList />}
      {!isWide && !isOpen && (
        <main>
          <SectionList isAlone />
        </main>
      )}
      {(isWide || isOpen) && (
        <main className={styles.section} id="conversation">
          {!isWide && (
            <Link className={styles.back} to="/settings">
              <IconChevronLeft size={16} aria-hidden="true" />
              {t('settings.title')}
            </Link>
          )}
          <OpenSection />
        </main>
      )}
    </div>
  );
}

function OpenSection() {
  const { role } = useMe();
  return (
    <Suspense fallback={<LoadingLines lines={8} />}>
      <Routes>
        {SECTIONS.map((section) => (
          <Route
            key={section.id}
            path={`${section.path}/*`}
            element={mayOpen(section, role) ? <section.Component /> : <NotAllowed />}
          />
        ))}
        <Route path="*" element={<Unknown />} />
      </Routes>
    </Suspense>
  );
}

function SectionList({ isAlone = false }: { isAlone?: boolean }) {
  const { t } = useTranslation();
  const Title = isAlone ? 'h1' : 'p';
  const allowed = useAllowedSections();
  return (
    <nav className={styles.list} aria-labelledby="settings-title">
      <Title id="settings-title" className={styles.title}>
        {t('settings.title')}
      </Title>
      {GROUPS.map((group) => (
        <SectionGroup key={group} group={group} sections={allowed.filter((each) => each.group === group)} />
      ))}
    </nav>
  );
}

function SectionGroup({ group, sections }: { group: Section['group']; sections: Section[] }) {
  const { t } = useTranslation();
  if (sections.length === 0) return null;
  return (
    <section className={styles.group} aria-labelledby={`settings-${group}`}>
      <h2 id={`settings-${group}`}>{t(`settings.groups.${group}`)}</h2>
      <ul>
        {sections.map(({ id, path }) => (
          <li key={id}>
            <NavLink className={styles.link ?? ''} to={`/settings/${path}`}>
              {t(`settings.sections.${id}`)}
            </NavLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Unknown() {
  const { t } = useTranslation();
  return <EmptyState title={t('shell.unknownTitle')} text={t('common.errors.notFound')} />;
}

function NotAllowed() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('settings.notAllowedTitle')}
      text={t('settings.notAllowedText')}
      action={<Link to="/">{t('shell.toInbox')}</Link>}
    />
  );
}

function useAllowedSections(): Section[] {
  const { role } = useMe();
  return SECTIONS.filter((section) => mayOpen(section, role));
}
