import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '../../data/types.ts';
import { fieldErrors } from '../../design/explain-error.ts';

import { Part } from '../parts/page.tsx';
import { SaveBar } from '../parts/save-bar.tsx';
import { useDraft } from '../parts/use-draft.ts';
import styles from './people.module.css';
import { periodText } from './period-text.ts';
import { useUserEdit } from './save-user.ts';

type Absence = NonNullable<User['outOfOffice']>[number];

/** When a user is out of office. */
export function PersonAbsences({ user, mayChange }: { user: User; mayChange: boolean }) {
  const { t } = useTranslation();
  const draft = useDraft<Absence[]>(user.outOfOffice ?? []);
  const edit = useUserEdit(user.id);
  const errors = fieldErrors(edit.error);
  const save = () =>
    edit.mutate(
      { outOfOffice: draft.value },
      { onSuccess: ({ outOfOffice = [] }) => draft.accept(outOfOffice) },
    );
  return (
    <>
      <Part title={t('people.tabs.absences')} text={t('people.absencesText')}>
        {draft.value.length === 0 && <p className={styles.soft}>{t('people.noAbsences')}</p>}
        <ul className={styles.list}>
          {draft.value.map((absence, index) => (
            <li key={`${absence.from} ${absence.to}`}>
              <span>
                {periodText(absence.from, absence.to)}
                {absence.note && <span className={styles.soft}>{absence.note}</span>}
                <span className={styles.bad}>{errors[`outOfOffice.${index}.to`]}</span>
              </span>
              {mayChange && (
                <ActionIcon
                  aria-label={t('people.removeAbsence', { period: periodText(absence.from, absence.to) })}
                  onClick={() => draft.change(draft.value.toSpliced(index, 1))}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        {mayChange && <AddAbsence onAdd={(added) => draft.change(withAbsence(draft.value, added))} />}
      </Part>
      {mayChange && <SaveBar draft={draft} isSaving={edit.isPending} error={edit.error} onSave={save} />}
    </>
  );
}

function AddAbsence({ onAdd }: { onAdd(absence: Absence): void }) {
  const { t } = useTranslation();
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const isBackwards = from !== '' && to !== '' && to <= from;
  function add(): void {
    onAdd({ from: new Date(from).toISOString(), to: new Date(to).toISOString(), note });
    setFrom('');
    setTo('');
    setNote('');
  }
  return (
    <div className={styles.add}>
      <TextInput
        type="datetime-local"
        label={t('people.awayFrom')}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={t('people.awayTo')}
        value={to}
        min={from}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={isBackwards ? t('people.backwards') : undefined}
      />
      <TextInput
        label={t('people.awayNote')}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button variant="default" disabled={from === '' || to === '' || isBackwards} onClick={add}>
        {t('people.addAbsence')}
      </Button>
    </div>
  );
}

/** The absences with a further one, in order; the same period once. */
function withAbsence(absences: readonly Absence[], added: Absence): Absence[] {
  const others = absences.filter(({ from, to }) => from !== added.from || to !== added.to);
  return [...others, added].sort((a, b) => a.from.localeCompare(b.from));
}
