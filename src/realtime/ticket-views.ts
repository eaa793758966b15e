import type { TicketRecord } from '../tickets/ticket-model.ts';
import type { View } from '../tickets/ticket-schemas.ts';

/** The views that do not depend on who looks. */
type SharedView = Exclude<View, 'mine-open' | 'my-teams-unassigned' | 'my-teams-open'>;

/** The views a ticket is in, whoever looks: those of `GET /tickets?view=` that are not one's own. */
export function viewsOf(
  ticket: Pick<TicketRecord, 'open' | 'owner' | 'suspicion' | 'routing'>,
): SharedView[] {
  if (ticket.suspicion !== null) return ['suspected'];
  if (!ticket.open) return ['closed'];
  const views: SharedView[] = ['all-open'];
  if (ticket.owner === null) views.push('unassigned');
  if (ticket.routing.reason === 'customer-agent') views.push('agent-handled');
  return views;
}
