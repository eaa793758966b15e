import { NotAllowed } from './errors.ts';
import type { Actor } from './route.ts';

/** The id of the user who asks, for what is only their own; throws NotAllowed for a program with a key. */
export function requireUser(actor: Actor): string {
  if (actor.kind !== 'user') throw new NotAllowed('A key is not a user: this belongs to people.');
  return actor.id;
}
