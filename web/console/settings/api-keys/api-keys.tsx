import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { readAll } from '../../data/read-all.ts';
import { useMe } from '../../data/session.ts';
import type { ApiKey, NewApiKey } from '../../data/settings-types.ts';
import { EmptyState } from '../../design/states.tsx';
import { fullTime, shortTime, useNow } from '../../design/time.ts';
import { CopyLine } from '../parts/copy-line.tsx';
import { DeleteNamed } from '../parts/delete-named.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page, Part } from '../parts/page.tsx';
import table from '../parts/table.module.css';
import { KeyDialog } from './key-dialog.tsx';

const KEY = ['api-keys'];

/** Settings → API keys: what programs sign in with. */
export function ApiKeys() {
  const { t } = useTranslation();
  const mayChange = useMe().role === 'superAdmin';
  const keys = useQuery({ queryKey: KEY, queryFn: () => readAll<ApiKey>('/api-keys') });
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  function show(key: NewApiKey): void {
    setMade(key);
    void queryClient.invalidateQueries({ queryKey: KEY });
  }
  return (
    <Page
      isWide
      title={t('settings.sections.apiKeys')}
      text={t('apiKeys.text')}
      actions={
        mayChange && (
          <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setMaking(true)}>
            {t('apiKeys.add')}
          </Button>
        )
      }
    >
      {made && (
        <Part title={t('apiKeys.madeTitle', { name: made.name })} text={t('apiKeys.madeText')}>
          <CopyLine label={t('apiKeys.key')} value={made.key} />
          <div>
            <Button variant="default" onClick={() => setMade(null)}>
              {t('apiKeys.kept')}
            </Button>
          </div>
        </Part>
      )}
      <Loaded query={keys}>{(all) => <KeyTable keys={all} mayChange={mayChange} />}</Loaded>
      {isMaking && <KeyDialog onClose={() => setMaking(false)} onMade={show} />}
    </Page>
  );
}

function KeyTable({ keys, mayChange }: { keys: readonly ApiKey[]; mayChange: boolean }) {
  const { t } = useTranslation();
  const now = useNow();
  if (keys.length === 0) {
    return <EmptyState title={t('apiKeys.emptyTitle')} text={t('apiKeys.emptyText')} />;
  }
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('apiKeys.name')}</th>
          <th scope="col">{t('apiKeys.scopes')}</th>
          <th scope="col" className={table.optional}>
            {t('apiKeys.used')}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t('teams.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              <span className={table.name}>{key.name}</span>
              <br />
              <span className={table.soft}>
                {t('apiKeys.madeBy', { hint: key.hint, name: key.createdBy.name })}
              </span>
            </th>
            <td>{key.scopes.join(', ')}</td>
            <td className={table.optional} title={key.lastUsedAt ? fullTime(key.lastUsedAt) : undefined}>
              {key.lastUsedAt ? shortTime(key.lastUsedAt, now) : t('apiKeys.never')}
            </td>
            <td className={table.acts}>
              {mayChange && (
                <DeleteNamed
                  name={key.name}
                  title={t('apiKeys.revokeTitle', { name: key.name })}
                  text={t('apiKeys.revokeText')}
                  remove={() => revoke(key)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

async function revoke({ id }: ApiKey): Promise<void> {
  await api.delete(`/api-keys/${id}`);
  await queryClient.invalidateQueries({ queryKey: KEY });
}
