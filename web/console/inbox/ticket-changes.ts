import { useTranslation } from 'react-i18next';
import { api } from '../data/api.ts';
import { queryClient } from '../data/query-client.ts';
import { refreshLists } from '../data/refresh.ts';
import { putTicket } from '../data/ticket-cache.ts';
import type { Ticket } from '../data/types.ts';
import { explainError } from '../design/explain-error.ts';
import { notify } from '../design/notices.tsx';

type Edit = Partial<Pick<Ticket, 'subject' | 'status' | 'priority' | 'tags'>> & {
  snoozedUntil?: string | null;
  suspicion?: null;
};

const underWay = new Map<string, Promise<unknown>>();

/** Sends the changes of one ticket one after the other: two at once could reach the server the other way round. */
function inTurn<Answer>(ticket: string, ask: () => Promise<Answer>): Promise<Answer> {
  const answer = (underWay.get(ticket) ?? Promise.resolve()).then(ask, ask);
  underWay.set(ticket, answer);
  return answer;
}

/** Changes of one ticket: they show at once and roll back with a message if refused. */
export function useTicketChange(ticket: Ticket) {
  const { t } = useTranslation();
  async function run(shown: Partial<Ticket>, ask: () => Promise<Ticket>): Promise<boolean> {
    putTicket({ ...ticket, ...shown });
    try {
      putTicket(await inTurn(ticket.id, ask));
      refreshAround(ticket.id);
      return true;
    } catch (error) {
      putTicket(ticket);
      notify({ text: explainError(error, t), tone: 'bad' });
      refreshTicket(ticket);
      return false;
    }
  }
  return {
    edit: (edit: Edit) => run(edit, () => api.patch<Ticket>(`/tickets/${ticket.id}`, edit)),
    /** `expected` makes the server refuse when somebody else was quicker. */
    setOwner: (owner: { user?: string | null; team?: string | null }) =>
      run(
        {
          ...(owner.user === undefined ? {} : { owner: owner.user }),
          ...(owner.team === undefined ? {} : { team: owner.team }),
        },
        () => api.put<Ticket>(`/tickets/${ticket.id}/owner`, { ...owner, expected: ticket.owner }),
      ),
  };
}

function refreshTicket({ id, number }: Ticket): void {
  for (const key of [id, String(number)]) void queryClient.invalidateQueries({ queryKey: ['ticket', key] });
}

function refreshAround(id: string): void {
  refreshLists();
  for (const key of [
    ['events', id],
    ['decisions', id],
  ])
    void queryClient.invalidateQueries({ queryKey: key });
}
