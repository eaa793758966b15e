import { useTicket } from '../data/tickets.ts';
import { ErrorState, LoadingLines } from '../design/states.tsx';
import { Conversation } from './conversation.tsx';
import { Details } from './details.tsx';
import type { Place } from './place.ts';

interface OpenTicketProps {
  place: Place;
  isWide: boolean;
  areDetailsFolded: boolean;
  onFoldDetails(folded: boolean): void;
}

/** The ticket of the address, with its details where there is room for them. */
export function OpenTicket({ place, isWide, areDetailsFolded, onFoldDetails }: OpenTicketProps) {
  const ticket = useTicket(place.number);
  if (ticket.isPending) return <LoadingLines lines={8} />;
  if (ticket.isError) return <ErrorState error={ticket.error} retry={() => void ticket.refetch()} />;
  return (
    <>
      <Conversation
        key={ticket.data.id}
        ticket={ticket.data}
        onBack={place.leaveTicket}
        details={{ isWide, areFolded: areDetailsFolded, onFold: onFoldDetails }}
      />
      {isWide && !areDetailsFolded && <Details key={`details-${ticket.data.id}`} ticket={ticket.data} />}
    </>
  );
}
