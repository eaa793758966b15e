import { isDuplicateKey } from '../store/connection.ts';
import { Conflict } from './errors.ts';

/** Turns a violation of a unique index on names into a Conflict that names the field. */
export function refuseTakenName(error: unknown): never {
  if (!isDuplicateKey(error)) throw error;
  const message = 'There is one of this name already.';
  throw new Conflict('name-taken', message, [{ path: 'name', message }]);
}
