import { isDeepStrictEqual } from 'node:util';
import type { AuditChange } from './audit-model.ts';

/** What stands in the log for a secret: that it changed may be seen, what it was may not. */
export const MASK = '•••';

/** Secrets are known by their settings' declaration; names like these are masked even where that was forgotten. */
const SECRET_NAME = /(password|secret|token|apikey|passwordhash)$/i;

/**
 * The fields in which two things differ, by dotted path. Objects are compared field by field, lists as wholes.
 * `secrets` are dotted paths that are masked.
 */
export function diff(before: unknown, after: unknown, secrets: readonly string[] = []): AuditChange[] {
  return compare(plain(before), plain(after), []).map((change) => mask(change, secrets));
}

function compare(before: unknown, after: unknown, path: readonly string[]): AuditChange[] {
  if (isDeepStrictEqual(before ?? null, after ?? null)) return [];
  const isRoot = path.length === 0;
  if ((isRecord(before) || isRoot) && (isRecord(after) || isRoot)) {
    const [from, to] = [isRecord(before) ? before : {}, isRecord(after) ? after : {}];
    const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
    return [...keys].flatMap((key) => compare(from[key], to[key], [...path, key]));
  }
  return [{ path: path.join('.'), from: before ?? null, to: after ?? null }];
}

function mask(change: AuditChange, secrets: readonly string[]): AuditChange {
  const isSecret = secrets.includes(change.path) || SECRET_NAME.test(change.path);
  const hide = (value: unknown) => (isSecret ? value && MASK : maskInside(value, change.path, secrets));
  return { path: change.path, from: hide(change.from), to: hide(change.to) };
}

/** A whole object that came or went may hold secrets further in. */
function maskInside(value: unknown, path: string, secrets: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => maskInside(item, path, secrets));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => {
    const isSecret = secrets.includes(`${path}.${key}`) || SECRET_NAME.test(key);
    return [key, isSecret ? inner && MASK : maskInside(inner, `${path}.${key}`, secrets)];
  });
  return Object.fromEntries(entries);
}

/** As JSON would have it: instants are strings, absent fields are gone. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
