import { useTranslation } from 'react-i18next';
import type { Channel } from '../../data/types.ts';
import { fieldErrors } from '../../design/explain-error.ts';
import { HoursEditor } from '../hours/hours-editor.tsx';
import { errorsUnder } from '../parts/errors-under.ts';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import styles from './channels.module.css';
import { useChannelEdit } from './use-channel.ts';

/** The operating hours of a channel. */
export function ChannelHours({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const draft = useDraft(channel.operatingHours);
  const edit = useChannelEdit(channel.id);
  const save = () =>
    edit.mutate(
      { operatingHours: draft.value },
      { onSuccess: ({ operatingHours }) => draft.accept(operatingHours) },
    );
  return (
    <>
      <p className={styles.intro}>{t('hours.text')}</p>
      <HoursEditor
        of="channel"
        value={draft.value}
        onChange={draft.change}
        errors={errorsUnder('operatingHours', fieldErrors(edit.error))}
      />
      <SaveBar draft={draft} isSaving={edit.isPending} error={edit.error} onSave={save} />
    </>
  );
}
