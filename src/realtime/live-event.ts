/** The room of everyone who is signed in to the console. */
export const EVERYONE = 'everyone';

/** The room of one user's consoles. */
export function roomOfUser(id: string): string {
  return `user:${id}`;
}

/** The room of the consoles that show a ticket. */
export function roomOfTicket(id: string): string {
  return `ticket:${id}`;
}

/** Something that happened, as consoles are told of it. */
export interface LiveEvent {
  /** Its place in the order of all changes; sorts as text. */
  position: string;
  name: 'ticket' | 'message' | 'timeline' | 'channel' | 'settings' | 'gone' | 'notification';
  /** Who may see it. */
  room: string;
  /** Made when somebody wants it, and only once. */
  payload(): object;
  /** About how many characters the payload holds on to. */
  size: number;
}
