import { z } from 'zod';
import { decodeCursor } from '../http/list.ts';

/** Which users to list. */
export interface UserQuery {
  limit: number;
  cursor?: string | undefined;
  /** Part of a name or an address. */
  q?: string | undefined;
  team?: string | undefined;
  active?: boolean | undefined;
}

const Position = z.tuple([z.string(), z.string()]);

/** The stored users a query asks for, from its cursor on. */
export function filterOf({ cursor, q, team, active }: UserQuery) {
  const [name, id] = decodeCursor(cursor, Position) ?? [];
  const contains = q === undefined ? undefined : new RegExp(escapeRegExp(q), 'i');
  const conditions = [
    ...(contains ? [{ $or: [{ name: contains }, { email: contains }] }] : []),
    ...(name === undefined ? [] : [{ $or: [{ name: { $gt: name } }, { name, _id: { $gt: id ?? '' } }] }]),
  ];
  return {
    ...(team !== undefined && { teams: team }),
    ...(active !== undefined && { active }),
    ...(conditions.length > 0 && { $and: conditions }),
  };
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
