import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmptyState } from '../design/states.tsx';

/** What shows when a page of the console fails: the work is kept, and how to go on. */
export function BrokenPage() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('common.errors.pageTitle')}
      text={t('common.errors.pageText')}
      action={<Button onClick={() => location.reload()}>{t('common.errors.reload')}</Button>}
    />
  );
}

/** What shows at an address that leads nowhere. */
export function UnknownPage() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        title={t('shell.unknownTitle')}
        text={t('common.errors.notFound')}
        action={<Link to="/">{t('shell.toInbox')}</Link>}
      />
    </main>
  );
}
