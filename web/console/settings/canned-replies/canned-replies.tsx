import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { queryClient } from '../../data/query-client.ts';
import { readAll } from '../../data/read-all.ts';
import { useMe } from '../../data/session.ts';
import type { CannedReply } from '../../data/types.ts';
import { EmptyState } from '../../design/states.tsx';
import { DeleteNamed } from '../parts/delete-named.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import table from '../parts/table.module.css';
import { ReplyDialog } from './reply-dialog.tsx';

const KEY = ['canned-replies'];

type Which = 'all' | 'shared' | 'own';

/** Settings → Canned replies: texts that are written once and used often. */
export function CannedReplies() {
  const { t } = useTranslation();
  const replies = useQuery({
    queryKey: [...KEY, 'all'],
    queryFn: () => readAll<CannedReply>('/canned-replies'),
  });
  const [which, setWhich] = useState<Which>('all');
  const [edited, setEdited] = useState<CannedReply | 'new' | null>(null);
  const isShown = ({ shared }: CannedReply) => which === 'all' || shared === (which === 'shared');
  return (
    <Page
      isWide
      title={t('settings.sections.cannedReplies')}
      text={t('cannedReplies.text')}
      actions={
        <Button leftSection={<IconPlus size={16} aria-hidden="true" />} onClick={() => setEdited('new')}>
          {t('cannedReplies.add')}
        </Button>
      }
    >
      <div className={table.bar}>
        <SegmentedControl
          aria-label={t('cannedReplies.which')}
          value={which}
          onChange={(chosen: Which) => setWhich(chosen)}
          data={(['all', 'shared', 'own'] as const).map((value) => ({
            value,
            label: t(`cannedReplies.whichOnes.${value}`),
          }))}
        />
      </div>
      <Loaded query={replies}>
        {(all) => <ReplyTable replies={all.filter(isShown)} onEdit={setEdited} />}
      </Loaded>
      {edited && (
        <ReplyDialog
          reply={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={refresh}
        />
      )}
    </Page>
  );
}

function ReplyTable(props: { replies: readonly CannedReply[]; onEdit(reply: CannedReply): void }) {
  const { t } = useTranslation();
  const { replies, onEdit } = props;
  const isAdmin = useMe().role !== 'agent';
  if (replies.length === 0) {
    return <EmptyState title={t('cannedReplies.emptyTitle')} text={t('cannedReplies.emptyText')} />;
  }
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('cannedReplies.reply')}</th>
          <th scope="col" className={table.optional}>
            {t('cannedReplies.whose')}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t('teams.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {replies.map((reply) => (
          <tr key={reply.id}>
            <th scope="row">
              <span className={table.name}>{reply.title}</span>{' '}
              <span className={table.soft}>/{reply.shortcut}</span>
              <br />
              <span className={table.soft}>{reply.text.slice(0, 120)}</span>
            </th>
            <td className={table.optional}>
              {t(reply.shared ? 'cannedReplies.whichOnes.shared' : 'cannedReplies.whichOnes.own')}
            </td>
            <td className={table.acts}>
              {(isAdmin || !reply.shared) && (
                <>
                  <Button
                    variant="subtle"
                    aria-label={t('teams.editOf', { name: reply.title })}
                    onClick={() => onEdit(reply)}
                  >
                    {t('teams.edit')}
                  </Button>
                  <DeleteNamed
                    name={reply.title}
                    title={t('cannedReplies.deleteTitle', { name: reply.title })}
                    text={t(reply.shared ? 'cannedReplies.deleteShared' : 'cannedReplies.deleteOwn')}
                    remove={() => removeReply(reply)}
                  />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

async function removeReply({ id }: CannedReply): Promise<void> {
  await api.delete(`/canned-replies/${id}`);
  refresh();
}

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: KEY });
}
