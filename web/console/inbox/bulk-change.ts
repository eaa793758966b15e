import type { TFunction } from 'i18next';
import { api } from '../data/api.ts';
import { readAnew } from '../data/apply-live.ts';
import type { BulkAnswer, BulkInput } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';

/** What is done to many tickets at once. */
export type BulkEdit = Omit<BulkInput, 'tickets'>;

/** So many the server takes at once. */
const MOST = 100;

/** Changes the tickets and says how many it worked for; `back` undoes it where that can be done. */
export async function changeTogether(
  tickets: readonly string[],
  edit: BulkEdit,
  { t, back }: { t: TFunction; back?: BulkEdit },
): Promise<void> {
  try {
    const results = await ask(tickets, edit);
    const changed = results.filter(({ ok }) => ok).map(({ ticket }) => ticket);
    const trouble = results.find(({ ok }) => !ok)?.error?.detail;
    const text = t('inbox.bulk.changed', { count: changed.length });
    notify({
      text: trouble
        ? `${text} ${t('inbox.bulk.refused', { count: results.length - changed.length, why: trouble })}`
        : text,
      ...(trouble ? { tone: 'bad' as const } : {}),
      ...(back && changed.length > 0
        ? {
            action: { label: t('common.undo'), run: () => void changeTogether(changed, back, { t }) },
            lasts: 10_000,
          }
        : {}),
    });
  } catch (error) {
    notify({ text: explainError(error, t), tone: 'bad' });
  }
  readAnew();
}

async function ask(tickets: readonly string[], edit: BulkEdit): Promise<BulkAnswer['results']> {
  const results: BulkAnswer['results'] = [];
  for (let from = 0; from < tickets.length; from += MOST) {
    const body = { ...edit, tickets: tickets.slice(from, from + MOST) };
    results.push(...(await api.post<BulkAnswer>('/tickets/bulk', body)).results);
  }
  return results;
}
