import {
  OpenAPIRegistry,
  OpenApiGeneratorV31,
  type ResponseConfig,
  type RouteConfig,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { PROBLEM_TYPE } from './problem.ts';
import type { Route } from './route.ts';

const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457; `errors` names the wrong fields.' });

const DESCRIPTION = `Ids are strings, instants ISO 8601 in UTC.
Lists answer \`{ items, next }\`; pass \`next\` as \`cursor\` for the page after.
Errors are \`application/problem+json\`. Unknown fields are refused.
A POST that makes something honours \`Idempotency-Key\` for 24 hours.
With a cookie, unsafe methods need the header \`X-CSRF-Token\`.`;

/** The OpenAPI 3.1 document of the routes, made from the schemas that check their requests. */
export function openApiDocument(routes: readonly Route[]) {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'deskroute',
    description: 'Set by POST /session; named `__Host-deskroute` where the gateway is served by https.',
  });
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'A key made with POST /api-keys.',
  });
  for (const route of routes) registry.registerPath(describeRoute(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Deskroute', version: '1', description: DESCRIPTION },
    servers: [{ url: '/api/v1' }],
  });
}

/** A route's path as OpenAPI writes it: `/tickets/{id}` for `/tickets/:id`. */
export function openApiPath(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

function describeRoute(route: Route): RouteConfig {
  return {
    method: route.method,
    path: openApiPath(route.path),
    operationId: operationId(route),
    summary: route.summary,
    description: route.access === 'public' ? 'Needs no sign-in.' : `For the role ${route.access} and above.`,
    tags: [route.area],
    security: route.access === 'public' ? [] : [{ session: [] }, { key: [] }],
    request: describeRequest(route),
    responses: { ...success(route), ...problems(route) },
  };
}

/** Such as `putTicketsIdOwner`; unique because method and path are. */
function operationId({ method, path }: Route): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function describeRequest({ params, query, body, makes, multipart }: Route): RouteConfig['request'] & object {
  const files = z.object({ file: z.string().meta({ format: 'binary' }) });
  return {
    ...(isObject(params) && { params }),
    ...(isObject(query) && { query }),
    ...(makes && { headers: z.object({ 'Idempotency-Key': z.string().min(1).max(255).optional() }) }),
    ...(body && { body: { required: true, content: { 'application/json': { schema: body } } } }),
    ...(multipart && { body: { required: true, content: { 'multipart/form-data': { schema: files } } } }),
  };
}

function isObject(schema: z.ZodType | undefined): schema is z.ZodObject {
  return schema instanceof z.ZodObject;
}

function success({ status, response, streams }: Route): Record<string, ResponseConfig> {
  const content = response
    ? { 'application/json': { schema: response } }
    : streams
      ? { [streams]: { schema: z.string() } }
      : undefined;
  return { [String(status ?? 200)]: { description: 'Done.', ...(content && { content }) } };
}

const PROBLEMS: Record<number, string> = {
  400: 'Some fields are wrong; nothing was changed.',
  401: 'Not signed in.',
  403: 'Not allowed.',
  404: 'Not there, or not visible to the caller.',
  409: 'Changed meanwhile, or already so.',
  413: 'Too large.',
  415: 'Wrong media type.',
  429: 'Too many requests; see Retry-After.',
};

function problems(route: Route): Record<string, ResponseConfig> {
  const statuses = Object.keys(PROBLEMS)
    .map(Number)
    .filter((status) => canAnswer(route, status));
  const content = { [PROBLEM_TYPE]: { schema: ProblemSchema } };
  return Object.fromEntries(
    statuses.map((status) => [String(status), { description: PROBLEMS[status] ?? '', content }]),
  );
}

function canAnswer(route: Route, status: number): boolean {
  const unsafe = route.method !== 'get';
  if (status === 401) return route.access !== 'public' || route.area === 'session';
  if (status === 404) return route.path.includes(':');
  if (status === 429) return route.access === 'public';
  return status === 400 || status === 403 || unsafe;
}
