import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { explainError } from '../../design/explain-error.ts';
import { LeaveGuard } from './leave-guard.tsx';
import styles from './save-bar.module.css';
import type { Draft } from './use-draft.ts';

interface SaveBarProps {
  draft: Pick<Draft<unknown>, 'isChanged' | 'isOutdated' | 'canUndo' | 'undo' | 'discard'>;
  isSaving: boolean;
  /** What the server answered to the last try; null when it took it. */
  error: unknown;
  onSave(): void;
}

/** Says whether what is shown is saved, and saves it or takes it back; warns before one leaves without either. */
export function SaveBar({ draft, isSaving, error, onSave }: SaveBarProps) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) focusFirstWrong(bar.current);
  }, [error]);
  return (
    <div ref={bar} className={styles.bar} data-changed={draft.isChanged}>
      <LeaveGuard isOn={draft.isChanged && !isSaving} />
      <SaveState draft={draft} error={error} />
      {draft.isChanged && (
        <>
          <Button
            variant="subtle"
            color="gray"
            disabled={!draft.canUndo || isSaving}
            leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
            onClick={draft.undo}
          >
            {t('common.undo')}
          </Button>
          <Button variant="default" disabled={isSaving} onClick={draft.discard}>
            {t('settings.discard')}
          </Button>
        </>
      )}
      <Button disabled={!draft.isChanged} loading={isSaving} onClick={onSave}>
        {t('common.save')}
      </Button>
    </div>
  );
}

function SaveState({ draft, error }: Pick<SaveBarProps, 'draft' | 'error'>) {
  const { t } = useTranslation();
  if (error && draft.isChanged) {
    return (
      <p className={styles.state} data-tone="bad" role="alert">
        {explainError(error, t)} {t('settings.notSaved')}
      </p>
    );
  }
  const words = draft.isOutdated
    ? 'settings.outdated'
    : draft.isChanged
      ? 'settings.unsaved'
      : 'settings.allSaved';
  return (
    <p className={styles.state} role="status">
      {t(words)}
    </p>
  );
}

/** The first field that the server refused, in the page that the bar belongs to. */
function focusFirstWrong(bar: HTMLElement | null): void {
  const page = bar?.closest('main');
  page?.querySelector<HTMLElement>(':is(input, textarea, button)[aria-invalid="true"]')?.focus();
}
