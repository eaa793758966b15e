import { isSame } from './use-draft.ts';

/** The fields of a form that differ from what is saved: only these are sent. */
export function changedFields<Values extends object>(saved: Values, values: Values): Partial<Values> {
  const before = new Map<string, unknown>(Object.entries(saved));
  const changed = Object.entries(values).filter(([key, value]) => !isSame(before.get(key), value));
  return Object.fromEntries(changed) as Partial<Values>;
}
