import { z } from 'zod';
import { listOf, listQuery } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import type { AuditLog } from './audit-log.ts';
import type { AuditRecord } from './audit-model.ts';

/** Who changed what, as the API shows it. */
export const AuditEntrySchema = z
  .strictObject({
    id: z.string(),
    at: z.iso.datetime(),
    actor: z.strictObject({ kind: z.enum(['user', 'key', 'system']), id: z.string(), name: z.string() }),
    action: z.string(),
    target: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }),
    changes: z.array(z.strictObject({ path: z.string(), from: z.unknown(), to: z.unknown() })),
  })
  .meta({ id: 'AuditEntry' });

/** The route by which admins read who changed what. */
export function createAuditRoutes({ audit }: { audit: AuditLog }): Route[] {
  return [
    route({
      method: 'get',
      path: '/audit-log',
      summary: 'Lists what admins changed, newest first',
      access: 'admin',
      area: 'audit-log',
      query: listQuery.extend({
        actor: z.string().optional().meta({ description: 'Id of a user or key' }),
        resource: z.string().optional().meta({ description: 'Kind of thing, such as `channel`' }),
        target: z.string().optional().meta({ description: 'Id of the thing, together with `resource`' }),
      }),
      response: listOf(AuditEntrySchema),
      async handle({ query }) {
        const { items, next } = await audit.list(query);
        return { items: items.map(presentEntry), next };
      },
    }),
  ];
}

function presentEntry({ _id, at, ...entry }: AuditRecord) {
  return { id: _id, at: at.toISOString(), ...entry };
}
