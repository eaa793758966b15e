import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { useUsers } from '../../data/people.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Skill } from '../../data/settings-types.ts';
import { EmptyState } from '../../design/states.tsx';
import { DeleteNamed } from '../parts/delete-named.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { SaveDialog } from '../parts/save-dialog.tsx';
import table from '../parts/table.module.css';
import { useUsedBy } from '../parts/use-used-by.ts';
import { useSkills } from './use-skills.ts';

type Edited = { id?: string; name: string };

/** Settings → Skills: what tickets can ask for, and who has it. */
export function Skills() {
  const { t } = useTranslation();
  const skills = useSkills();
  const [edited, setEdited] = useState<Edited | null>(null);
  return (
    <Page
      isWide
      title={t('skills.title')}
      text={t('skills.text')}
      actions={
        <Button
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setEdited({ name: '' })}
        >
          {t('skills.add')}
        </Button>
      }
    >
      <Loaded query={skills}>{(all) => <SkillTable skills={all} onEdit={setEdited} />}</Loaded>
      {edited && <SkillDialog skill={edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function SkillTable({ skills, onEdit }: { skills: readonly Skill[]; onEdit(skill: Skill): void }) {
  const { t } = useTranslation();
  const usedBy = useUsedBy();
  const users = (useUsers().data ?? []).filter(({ active }) => active);
  if (skills.length === 0) return <EmptyState title={t('skills.emptyTitle')} text={t('skills.emptyText')} />;
  const holders = (id: string) => users.filter((user) => user.skills.includes(id)).map(({ name }) => name);
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('skills.skill')}</th>
          <th scope="col">{t('skills.holders')}</th>
          <th scope="col" className={table.optional}>
            {t('teams.usedBy')}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t('teams.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {skills.map((skill) => (
          <tr key={skill.id}>
            <th scope="row" className={table.name}>
              {skill.name}
            </th>
            <td>{holders(skill.id).join(', ') || t('skills.nobody')}</td>
            <td className={table.optional}>{usedBy(skill.id).join(', ') || t('teams.unused')}</td>
            <td className={table.acts}>
              <Button
                variant="subtle"
                aria-label={t('skills.renameOf', { name: skill.name })}
                onClick={() => onEdit(skill)}
              >
                {t('skills.rename')}
              </Button>
              <DeleteNamed
                name={skill.name}
                title={t('skills.deleteTitle', { name: skill.name })}
                text={t('skills.deleteText')}
                remove={() => removeSkill(skill)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

async function removeSkill({ id }: Skill): Promise<void> {
  await api.delete(`/skills/${id}`);
  refresh();
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ['skills'] });
  void queryClient.invalidateQueries({ queryKey: ['users'] });
}

function SkillDialog({ skill, onClose }: { skill: Edited; onClose(): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(skill.name);
  async function save(key: string): Promise<void> {
    if (skill.id === undefined) await api.post('/skills', { name }, key);
    else await api.patch(`/skills/${skill.id}`, { name });
    refresh();
  }
  return (
    <SaveDialog
      title={skill.id === undefined ? t('skills.add') : t('skills.renameOf', { name: skill.name })}
      onClose={onClose}
      save={save}
    >
      {(errors) => (
        <TextInput
          label={t('skills.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
          data-autofocus
        />
      )}
    </SaveDialog>
  );
}
