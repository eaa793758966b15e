import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../data/api.ts';
import { useChannelNames } from '../../data/channels.ts';
import { queryClient } from '../../data/query-client.ts';
import { readAll } from '../../data/read-all.ts';
import type { ReplayItem } from '../../data/settings-types.ts';
import { notify } from '../../design/notices.tsx';
import { EmptyState } from '../../design/states.tsx';
import { fullTime, shortTime, useNow } from '../../design/time.ts';
import { DeleteNamed } from '../parts/delete-named.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import table from '../parts/table.module.css';
import { useAct } from '../parts/use-act.ts';

const KEY = ['replay'];

/** Settings → Replay list: what came in and could not be processed. */
export function Replay() {
  const { t } = useTranslation();
  const items = useQuery({ queryKey: KEY, queryFn: () => readAll<ReplayItem>('/replay'), staleTime: 0 });
  return (
    <Page isWide title={t('settings.sections.replay')} text={t('replay.text')}>
      <Loaded query={items}>{(all) => <ReplayTable items={all} />}</Loaded>
    </Page>
  );
}

function ReplayTable({ items }: { items: readonly ReplayItem[] }) {
  const { t } = useTranslation();
  if (items.length === 0) return <EmptyState title={t('replay.emptyTitle')} text={t('replay.emptyText')} />;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t('replay.what')}</th>
          <th scope="col" className={table.optional}>
            {t('replay.tries')}
          </th>
          <th scope="col">
            <span className="visually-hidden">{t('teams.acts')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <ReplayRow key={item.id} item={item} />
        ))}
      </tbody>
    </table>
  );
}

function ReplayRow({ item }: { item: ReplayItem }) {
  const { t } = useTranslation();
  const now = useNow();
  const act = useAct();
  const channel = (useChannelNames().data ?? []).find(({ id }) => id === item.channel);
  const name = `${channel?.name ?? t('replay.goneChannel')}, ${shortTime(item.at, now)}`;
  async function again(): Promise<void> {
    try {
      await api.post(`/replay/${item.id}`);
      notify({ text: t('replay.underWay') });
    } finally {
      await queryClient.invalidateQueries({ queryKey: KEY });
    }
  }
  return (
    <tr>
      <th scope="row">
        <span className={table.name}>{channel?.name ?? t('replay.goneChannel')}</span>{' '}
        <time className={table.soft} dateTime={item.at} title={fullTime(item.at)}>
          {shortTime(item.at, now)}
        </time>
        <br />
        <span className={table.bad}>{t(`replay.states.${item.state}`)}</span>{' '}
        <span className={table.soft}>{item.error}</span>
      </th>
      <td className={table.optional}>{item.attempts}</td>
      <td className={table.acts}>
        {item.raw && (
          <Button component="a" href={item.raw.url} download={item.raw.name} variant="subtle">
            {t('replay.source')}
          </Button>
        )}
        <Button variant="subtle" aria-label={t('replay.againOf', { name })} onClick={() => void act(again)}>
          {t('replay.again')}
        </Button>
        <DeleteNamed
          name={name}
          title={t('replay.discardTitle')}
          text={t('replay.discardText')}
          remove={() => discard(item)}
        />
      </td>
    </tr>
  );
}

async function discard({ id }: ReplayItem): Promise<void> {
  await api.delete(`/replay/${id}`);
  await queryClient.invalidateQueries({ queryKey: KEY });
}
