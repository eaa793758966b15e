import { api } from './api.ts';
import type { Listing } from './types.ts';

/** All pages of a list, one after the other. */
export async function readAll<Item>(path: string, query: Record<string, string> = {}): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Listing<Item> = await api.get(path, { ...query, limit: 200, cursor });
    all.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}
