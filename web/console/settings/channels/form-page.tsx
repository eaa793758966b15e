import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../design/explain-error.ts';
import { Part } from '../parts/page.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { FieldsEditor } from './fields-editor.tsx';
import { FormBasics, FormFiles, FormSpam, FormThanks } from './form-parts.tsx';
import type { FormChannel, FormValues } from './kinds.ts';
import { useChannelEdit } from './use-channel.ts';

/** The set-up of a form channel. */
export function FormPage({ channel }: { channel: FormChannel }) {
  const { t } = useTranslation();
  const draft = useDraft({ name: channel.name, settings: channel.settings });
  const edit = useChannelEdit(channel.id);
  const errors = fieldErrors(edit.error);
  const { name, settings } = draft.value;
  const set = (part: Partial<FormValues>) => draft.change({ name, settings: { ...settings, ...part } });
  const parts = { settings, set, errors };
  function save(): void {
    const sent = draft.value;
    edit.mutate(sent, {
      // The server may have completed what was sent; the list brings that in.
      onSuccess: (saved) =>
        draft.accept({ name: saved.name, settings: { ...sent.settings, ...saved.settings } }),
    });
  }
  return (
    <>
      <Part title={t('channels.basics')}>
        <FormBasics name={name} onName={(next) => draft.change({ name: next, settings })} {...parts} />
      </Part>
      <Part title={t('channels.form.questions')} text={t('channels.form.questionsText')}>
        <FieldsEditor fields={settings.fields} errors={errors} onChange={(fields) => set({ fields })} />
      </Part>
      <Part title={t('channels.form.after')}>
        <FormThanks {...parts} />
      </Part>
      <Part title={t('channels.form.spam')} text={t('channels.form.spamText')}>
        <FormSpam {...parts} />
      </Part>
      <Part title={t('channels.form.more')}>
        <FormFiles {...parts} />
      </Part>
      <SaveBar draft={draft} isSaving={edit.isPending} error={edit.error} onSave={save} />
    </>
  );
}
