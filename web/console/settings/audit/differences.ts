import type { AuditEntry } from '../../data/settings-types.ts';

/** One field before and after. */
export interface Difference {
  path: readonly string[];
  from: unknown;
  to: unknown;
}

/** The changes of an entry field by field, also those inside of things that came or went as a whole. */
export function differencesOf(changes: AuditEntry['changes']): Difference[] {
  return changes.flatMap(({ path, from, to }) => leavesOf({ path: path.split('.'), from, to }));
}

/** Whether a value is as good as absent. */
export function isNothing(value: unknown): boolean {
  return (
    value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function leavesOf({ path, from, to }: Difference): Difference[] {
  if (isNothing(from) && isNothing(to)) return [];
  const [before, after] = [fieldsOf(from), fieldsOf(to)];
  if (before === null || after === null) return [{ path, from, to }];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => leavesOf({ path: [...path, key], from: before[key], to: after[key] }));
}

/** The fields of an object; none of something absent; null for what has no fields. */
function fieldsOf(value: unknown): Record<string, unknown> | null {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? { ...value } : null;
}
