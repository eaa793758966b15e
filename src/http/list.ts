import { z } from 'zod';
import { BadInput } from './errors.ts';

const MAX_LIMIT = 200;

/** The query fields of every list; a list's own filters are added by `listQuery.extend({ … })`. */
export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  /** The `next` of the page before. */
  cursor: z.string().min(1).max(1000).optional(),
});

/** The answer of every list: `next` is null on the last page. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** Makes a page of up to `limit + 1` items found: the one too many only says that there are more. */
export function page<Item>(
  found: readonly Item[],
  limit: number,
  cursorOf: (last: Item) => unknown,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const next = found.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null;
  return { items, next };
}

/** The opaque form of a position in a list. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position a cursor stands for, or undefined without one; throws BadInput for one we did not make. */
export function decodeCursor<Schema extends z.ZodType>(
  cursor: string | undefined,
  schema: Schema,
): z.infer<Schema> | undefined {
  if (cursor === undefined) return undefined;
  const result = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!result.success) throw new BadInput([{ path: 'cursor', message: 'This cursor is not one of ours.' }]);
  return result.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // No position has this form, so every schema refuses it.
    return undefined;
  }
}
