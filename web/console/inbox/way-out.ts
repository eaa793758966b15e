import { useTranslation } from 'react-i18next';
import { useContact } from '../data/tickets.ts';
import type { Message, Ticket } from '../data/types.ts';

/** How a reply leaves, in words; null when there is nowhere to send it. */
export function useWayOut(ticket: Ticket, messages: readonly Message[]): string | null {
  const { t } = useTranslation();
  const contact = useContact(ticket.contact).data;
  if (ticket.type === 'email') {
    const last = messages.findLast(({ direction, from }) => direction === 'in' && from !== null);
    const to = last?.from ?? contact?.emails[0];
    return to ? t('inbox.replyBy', { kind: t('common.kinds.email'), to }) : null;
  }
  if (ticket.channelKind === null) return null;
  const to = contact?.name ?? contact?.phones[0] ?? t('common.unknownPerson');
  return t('inbox.replyBy', { kind: t(`common.kinds.${ticket.channelKind}`), to });
}
