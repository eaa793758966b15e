import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { signOut } from '../data/session.ts';
import { Page } from '../settings/parts/page.tsx';
import { useAct } from '../settings/parts/use-act.ts';
import { OwnTwoFactor } from '../settings/profile/own-two-factor.tsx';

/** What shows before anything else where the workspace asks for a second factor that is not set up yet. */
export function SecondFactorFirst() {
  const { t } = useTranslation();
  const act = useAct();
  return (
    <main>
      <Page
        title={t('common.product')}
        text={t('profile.factor.must')}
        actions={
          <Button variant="subtle" color="gray" onClick={() => void act(signOut)}>
            {t('shell.signOut')}
          </Button>
        }
      >
        <OwnTwoFactor />
      </Page>
    </main>
  );
}
