import { Button, Group, Modal } from '@mantine/core';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker } from 'react-router';

/** Asks before unsaved changes are left behind, inside the console and when the window closes. One a page. */
export function LeaveGuard({ isOn }: { isOn: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isOn && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isOn) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isOn]);
  return (
    <Modal
      opened={blocker.state === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('settings.leaveTitle')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('settings.leaveText')}</p>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" data-autofocus onClick={() => blocker.reset?.()}>
          {t('settings.stay')}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()}>
          {t('settings.leave')}
        </Button>
      </Group>
    </Modal>
  );
}
