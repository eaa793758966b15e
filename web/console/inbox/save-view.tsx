import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../data/api.ts';
import { refreshSavedViews } from '../data/saved-views.ts';
import { useMe } from '../data/session.ts';
import { explainError } from '../design/explain-error.ts';
import type { Place } from './place.ts';
import styles from './views.module.css';

/** Keeps the filters of now under a name. */
export function SaveViewButton({ place }: { place: Place }) {
  const { t } = useTranslation();
  const me = useMe();
  const [isOpen, setOpen] = useState(false);
  const save = useMutation({
    mutationFn: (view: { name: string; shared: boolean }) => {
      const { sort = 'activity', ...filters } = place.filter;
      return api.post('/saved-views', { ...view, filters, sort });
    },
    onSuccess: () => {
      setOpen(false);
      return refreshSavedViews();
    },
  });
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({ name: String(form.get('name') ?? ''), shared: form.has('shared') });
  }
  return (
    <>
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconBookmark size={14} />}
        disabled={!place.isNarrowed}
        onClick={() => setOpen(true)}
      >
        {t('inbox.saveView')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setOpen(false)}
        title={t('inbox.saveView')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <form className={styles.form} onSubmit={submit}>
          <TextInput
            name="name"
            label={t('inbox.viewName')}
            required
            maxLength={100}
            error={save.isError ? explainError(save.error, t) : null}
            data-autofocus
          />
          {me.role !== 'agent' && <Checkbox name="shared" label={t('inbox.viewShared')} />}
          <Button type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </form>
      </Modal>
    </>
  );
}
