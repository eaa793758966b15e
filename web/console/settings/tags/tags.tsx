import { Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { readAll } from '../../data/read-all.ts';
import type { Tag } from '../../data/settings-types.ts';
import { EmptyState } from '../../design/states.tsx';
import { DeleteNamed } from '../parts/delete-named.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { SaveDialog } from '../parts/save-dialog.tsx';
import table from '../parts/table.module.css';

const KEY = ['tags', 'all'];

type Edited = { id?: string; name: string };

/** Settings → Tags: the words that tickets are sorted by. */
export function Tags() {
  const { t } = useTranslation();
  const tags = useQuery({ queryKey: KEY, queryFn: () => readAll<Tag>('/tags') });
  const [edited, setEdited] = useState<Edited | null>(null);
  return (
    <Page
      title={t('settings.sections.tags')}
      text={t('tags.text')}
      actions={
        <Button
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          onClick={() => setEdited({ name: '' })}
        >
          {t('tags.add')}
        </Button>
      }
    >
      <Loaded query={tags}>{(all) => <TagTable tags={all} onEdit={setEdited} />}</Loaded>
      {edited && <TagDialog tag={edited} onClose={() => setEdited(null)} />}
    </Page>
  );
}

function TagTable({ tags, onEdit }: { tags: readonly Tag[]; onEdit(tag: Tag): void }) {
  const { t } = useTranslation();
  if (tags.length === 0) return <EmptyState title={t('tags.emptyTitle')} text={t('tags.emptyText')} />;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('tags.tag')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('teams.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tags.map((tag) => (
          <tr key={tag.id}>
            <th scope="row" className={table.name}>
              {tag.name}
            </th>
            <td className={table.acts}>
              <Button
                variant="subtle"
                aria-label={t('skills.renameOf', { name: tag.name })}
                onClick={() => onEdit(tag)}
              >
                {t('skills.rename')}
              </Button>
              <DeleteNamed
                name={tag.name}
                title={t('tags.deleteTitle', { name: tag.name })}
                text={t('tags.deleteText')}
                remove={() => removeTag(tag)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

async function removeTag({ id }: Tag): Promise<void> {
  await api.delete(`/tags/${id}`);
  await queryClient.invalidateQueries({ queryKey: ['tags'] });
}

function TagDialog({ tag, onClose }: { tag: Edited; onClose(): void }) {
  const { t } = useTranslation();
  const [name, setName] = useState(tag.name);
  async function save(key: string): Promise<void> {
    if (tag.id === undefined) await api.post('/tags', { name }, key);
    else await api.patch(`/tags/${tag.id}`, { name });
    await queryClient.invalidateQueries({ queryKey: ['tags'] });
  }
  return (
    <SaveDialog
      title={tag.id === undefined ? t('tags.add') : t('skills.renameOf', { name: tag.name })}
      onClose={onClose}
      save={save}
    >
      {(errors) => (
        <TextInput
          label={t('tags.name')}
          description={tag.id === undefined ? undefined : t('tags.renameText')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={errors.name}
          data-autofocus
        />
      )}
    </SaveDialog>
  );
}
