import { z } from 'zod';

/** The areas a scope can name, each with `:read` and `:write`. */
export const AREAS = [
  'api-keys',
  'articles',
  'audit-log',
  'calls',
  'channels',
  'contacts',
  'files',
  'notifications',
  'replay',
  'reports',
  'routing',
  'settings',
  'skills',
  'teams',
  'tickets',
  'users',
  'webhooks',
] as const;

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
