import { useTranslation } from 'react-i18next';
import type { User } from '../../data/types.ts';
import { fieldErrors } from '../../design/explain-error.ts';
import { HoursEditor } from '../hours/hours-editor.tsx';
import { errorsUnder } from '../parts/errors-under.ts';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import styles from './people.module.css';
import { useUserEdit } from './save-user.ts';

/** The working hours of a user. */
export function PersonHours({ user, mayChange }: { user: User; mayChange: boolean }) {
  const { t } = useTranslation();
  const draft = useDraft(user.workingHours ?? null);
  const edit = useUserEdit(user.id);
  const save = () =>
    edit.mutate(
      { workingHours: draft.value },
      { onSuccess: ({ workingHours = null }) => draft.accept(workingHours) },
    );
  return (
    <>
      <fieldset className={styles.plain} disabled={!mayChange} aria-label={t('people.tabs.hours')}>
        <HoursEditor
          of="user"
          value={draft.value}
          onChange={draft.change}
          errors={errorsUnder('workingHours', fieldErrors(edit.error))}
        />
      </fieldset>
      {mayChange && <SaveBar draft={draft} isSaving={edit.isPending} error={edit.error} onSave={save} />}
    </>
  );
}
