import { z } from 'zod';
import { listOf, listQuery } from '../http/list.ts';
import { type Route, route } from '../http/route.ts';
import type { ApiKeyRecord } from './api-key-model.ts';
import type { ApiKeys } from './api-keys.ts';
import { ScopeSchema } from './scopes.ts';

const shown = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  /** The key's first characters. */
  hint: z.string(),
  createdBy: z.strictObject({ id: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
};

/** A key without its secret part, as the API shows it. */
export const ApiKeySchema = z.strictObject(shown).meta({ id: 'ApiKey' });
/** A key as it is shown once, when it is made. */
export const NewApiKeySchema = z.strictObject({ ...shown, key: z.string() }).meta({ id: 'NewApiKey' });

const ApiKeyInput = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    scopes: z.array(ScopeSchema).min(1, { error: 'Choose at least one scope.' }).max(100),
  })
  .meta({ id: 'ApiKeyInput' });

const area = 'api-keys';

/** The routes by which super admins give keys to programs. */
export function createApiKeyRoutes({ apiKeys }: { apiKeys: ApiKeys }): Route[] {
  return [makeKey(apiKeys), listKeys(apiKeys), removeKey(apiKeys)];
}

function makeKey(apiKeys: ApiKeys): Route {
  return route({
    method: 'post',
    path: '/api-keys',
    summary: 'Makes a key; the answer shows it for the only time',
    access: 'superAdmin',
    area,
    status: 201,
    makes: true,
    body: ApiKeyInput,
    response: NewApiKeySchema,
    async handle({ actor, body, made }) {
      const { record, key } = await apiKeys.create(actor, body, made);
      return { ...presentApiKey(record), key };
    },
  });
}

function listKeys(apiKeys: ApiKeys): Route {
  return route({
    method: 'get',
    path: '/api-keys',
    summary: 'Lists the keys, newest first',
    access: 'admin',
    area,
    query: listQuery,
    response: listOf(ApiKeySchema),
    async handle({ query }) {
      const { items, next } = await apiKeys.list(query);
      return { items: items.map(presentApiKey), next };
    },
  });
}

function removeKey(apiKeys: ApiKeys): Route {
  return route({
    method: 'delete',
    path: '/api-keys/:id',
    summary: 'Takes a key back; it stops working at once',
    access: 'superAdmin',
    area,
    status: 204,
    params: z.object({ id: z.string() }),
    handle: ({ actor, params }) => apiKeys.remove(actor, params.id),
  });
}

function presentApiKey({ _id, name, scopes, hint, createdBy, createdAt, lastUsedAt }: ApiKeyRecord) {
  return {
    id: _id,
    name,
    scopes,
    hint,
    createdBy,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
