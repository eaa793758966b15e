import { Button, MultiSelect, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { useNames, useTeams, useUsers } from '../../data/people.ts';
import { queryClient } from '../../data/query-client.ts';
import type { Team } from '../../data/settings-types.ts';
import { EmptyState } from '../../design/states.tsx';
import { DeleteNamed } from '../parts/delete-named.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { SaveDialog } from '../parts/save-dialog.tsx';
import table from '../parts/table.module.css';
import { useUsedBy } from '../parts/use-used-by.ts';

type Edited = Pick<Team, 'name' | 'members'> & { id?: string };

/** Settings → Teams: who belongs together. */
export function Teams() {
  const { t } = useTranslation();
  const teams = useTeams();
  const [edited, setEdited] = useState<Edited | null>(null);
  return (
    <Page
      isWide
      title={t('teams.title')}
      text={t('teams.text')}
      actions={
        <Button
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setEdited({ name: '', members: [] })}
        >
          {t('teams.add')}
        </Button>
      }
    >
      <Loaded query={teams}>{(all) => <TeamTable teams={all} onEdit={setEdited} />}</Loaded>
      {edited && <TeamDialog team={edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function TeamTable({ teams, onEdit }: { teams: readonly Team[]; onEdit(team: Team): void }) {
  const { t } = useTranslation();
  const names = useNames();
  const usedBy = useUsedBy();
  if (teams.length === 0) return <EmptyState title={t('teams.emptyTitle')} text={t('teams.emptyText')} />;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('teams.team')}</th>
          <th scope="col">{t('teams.members')}</th>
          <th scope="col" className={table.optional}>
            {t('teams.usedBy')}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t('teams.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {teams.map((team) => (
          <tr key={team.id}>
            <th scope="row" className={table.name}>
              {team.name}
            </th>
            <td>{team.members.map((id) => names.get(id) ?? id).join(', ') || t('teams.noMembers')}</td>
            <td className={table.optional}>{usedBy(team.id).join(', ') || t('teams.unused')}</td>
            <td className={table.acts}>
              <Button
                variant="subtle"
                aria-label={t('teams.editOf', { name: team.name })}
                onClick={() => onEdit(team)}
              >
                {t('teams.edit')}
              </Button>
              <DeleteNamed
                name={team.name}
                title={t('teams.deleteTitle', { name: team.name })}
                text={t('teams.deleteText')}
                remove={() => removeTeam(team)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

async function removeTeam({ id }: Team): Promise<void> {
  await api.delete(`/teams/${id}`);
  refresh();
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: ['teams'] });
  void queryClient.invalidateQueries({ queryKey: ['users'] });
}

function TeamDialog({ team, onClose }: { team: Edited; onClose(): void }) {
  const { t } = useTranslation();
  const users = useUsers().data ?? [];
  const [name, setName] = useState(team.name);
  const [members, setMembers] = useState(team.members);
  async function save(key: string): Promise<void> {
    if (team.id === undefined) await api.post('/teams', { name, members }, key);
    else await api.patch(`/teams/${team.id}`, { name, members });
    refresh();
  }
  return (
    <SaveDialog
      title={team.id === undefined ? t('teams.add') : t('teams.editOf', { name: team.name })}
      onClose={onClose}
      save={save}
    >
      {(errors) => (
        <>
          <TextInput
            label={t('teams.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={errors.name}
            data-autofocus
          />
          <MultiSelect
            label={t('teams.members')}
            value={members}
            onChange={setMembers}
            data={users
              .filter(({ active, id }) => active || members.includes(id))
              .map((user) => ({ value: user.id, label: user.name }))}
            searchable
            error={errors.members}
          />
        </>
      )}
    </SaveDialog>
  );
}
