import type { Request, Response } from 'express';
import type { z } from 'zod';

export const ROLES = ['agent', 'admin', 'superAdmin'] as const;
export type Role = (typeof ROLES)[number];

/** Who makes a request: a signed-in user, or a program with an API key. */
export interface Actor {
  kind: 'user' | 'key';
  /** The user's or the key's id. */
  id: string;
  name: string;
  role: Role;
  /** What a key was given; null for a user, whom only the role limits. */
  scopes: readonly string[] | null;
}

/** The least role a route asks for; `public` needs no sign-in. */
export type Access = 'public' | Role;

/** The parsed input of a route, typed by its schemas. */
export interface RouteInput<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  /** The caller. For `public` routes a stand-in without rights. */
  actor: Actor;
  /** The id for what this request makes; the same when it is tried again with its `Idempotency-Key`. */
  made: string;
  req: Request;
  res: Response;
}

interface RouteShape {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Express path under `/api/v1`, such as `/tickets/:id`. */
  path: string;
  summary: string;
  access: Access;
  /** The area an API key's scope must name, such as `tickets` (with `:read` or `:write` by the method). */
  area: string;
  /** Status of success: 200 by default, 201 for what is made, 204 for no body. */
  status?: number;
  /** True on a POST that makes something: it honours `Idempotency-Key`. */
  makes?: boolean;
  /** Schema of the answer's body; absent with 204 and for streams. */
  response?: z.ZodType;
  /** Media type of an answer that is not JSON; the handler then writes to `res` itself. */
  streams?: string;
  /** The request body is multipart; the handler reads it from `req`. */
  multipart?: boolean;
}

/** One route as data: what checks the request, runs it and documents it. */
export interface Route extends RouteShape {
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  handle(input: RouteInput<unknown, unknown, unknown>): Promise<unknown>;
}

/** Binds schemas, handler and document of one route. Schemas refuse unknown fields (`z.strictObject`). */
export function route<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: RouteShape & {
    params?: Params;
    query?: Query;
    body?: Body;
    handle(input: RouteInput<z.infer<Params>, z.infer<Query>, z.infer<Body>>): Promise<unknown>;
  },
): Route {
  return spec as Route;
}
