import { z } from 'zod';
import { AREAS } from './areas.ts';

const SCOPES: readonly string[] = [
  'read',
  'write',
  'admin',
  ...AREAS.flatMap((area) => [`${area}:read`, `${area}:write`]),
];

/** What a key may be given. `admin` is all that an admin may do; `write` includes reading. */
export const ScopeSchema = z
  .string()
  .refine((scope) => SCOPES.includes(scope), { error: 'There is no such scope.' })
  .meta({ id: 'Scope', enum: [...SCOPES] });
