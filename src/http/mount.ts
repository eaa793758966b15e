import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { newId } from '../store/ids.ts';
import { type Authenticate, admit } from './access.ts';
import type { ReadBody } from './body.ts';
import { AppError, NotFound } from './errors.ts';
import type { Idempotency } from './idempotency.ts';
import type { Route, RouteInput } from './route.ts';
import { fieldErrors, parse } from './validation.ts';

/** What serving a route needs besides the route. */
export interface RouteHost {
  authenticate: Authenticate;
  idempotency: Idempotency;
  readBody: ReadBody;
  publicUrl: string;
  /** True in tests: an answer that its schema does not allow becomes a 500. */
  checkResponses: boolean;
}

const nothing = z.strictObject({});

/** Mounts the routes, and answers 405 where only other methods are known, else 404. */
export function mountRoutes(router: Router, routes: readonly Route[], host: RouteHost): void {
  for (const route of routes) {
    router[route.method](route.path, (req, res) => serve(route, host, req, res));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method.toUpperCase());
    router.all(path, (_req, res, next) => {
      res.locals.methods = [...allowedSoFar(res), ...methods];
      next();
    });
  }
  router.use(refuseMethod);
}

async function serve(route: Route, host: RouteHost, req: Request, res: Response): Promise<void> {
  const actor = await admit(route, req, host);
  const input = { ...(await readInput(route, host, req, res)), actor, req, res };
  const answer = (made: string) => run(route, host, { ...input, made });
  if (!route.makes) return send(route, res, await answer(newId()));
  const once = await host.idempotency.once({ route, actor, req, body: input.body }, answer);
  if (once.repeated) res.set('Idempotent-Replayed', 'true');
  send(route, res, once.answer);
}

async function readInput(route: Route, host: RouteHost, req: Request, res: Response) {
  const params = route.params && parse(route.params, req.params);
  const query = parse(route.query ?? nothing, { ...req.query });
  const raw = req.method === 'GET' || req.method === 'HEAD' ? {} : await host.readBody(route, req, res);
  const body = parse(route.body ?? nothing, raw);
  return { params, query: route.query && query, body: route.body && body };
}

async function run(
  route: Route,
  host: RouteHost,
  input: RouteInput<unknown, unknown, unknown>,
): Promise<unknown> {
  const answer = await route.handle(input);
  if (host.checkResponses && route.response) checkResponse(route, route.response, answer);
  return answer;
}

function send(route: Route, res: Response, answer: unknown): void {
  if (route.streams) return;
  res.status(route.status ?? 200);
  if (route.response) res.json(answer);
  else res.end();
}

function checkResponse(route: Route, schema: z.ZodType, answer: unknown): void {
  const result = schema.safeParse(JSON.parse(JSON.stringify(answer ?? null)));
  if (result.success) return;
  const errors = fieldErrors(result.error.issues);
  const detail = `The answer of ${route.method} ${route.path} is not what its schema says.`;
  throw new AppError(500, 'wrong-answer', detail, { errors });
}

function refuseMethod(req: Request, res: Response): void {
  const methods = allowedSoFar(res);
  if (methods.length === 0) throw new NotFound('page');
  if (methods.includes('GET')) methods.push('HEAD');
  const headers = { Allow: [...new Set(methods)].toSorted().join(', ') };
  if (req.method === 'OPTIONS') {
    res.status(204).set(headers).end();
    return;
  }
  throw new AppError(405, 'method-not-allowed', `${req.method} is not possible here.`, { headers });
}

function allowedSoFar(res: Response): string[] {
  const methods: unknown = res.locals.methods;
  return Array.isArray(methods) ? methods.map(String) : [];
}
