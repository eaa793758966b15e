import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError } from './errors.ts';
import type { Route } from './route.ts';

/** Reads the JSON body of a request, once it is known who sends it; `{}` when there is none. */
export type ReadBody = (route: Route, req: Request, res: Response) => Promise<unknown>;

/** Makes the reader of request bodies; above `limit` bytes it answers 413, other media types 415. */
export function createReadBody(limit: number): ReadBody {
  const parseJson = express.json({ limit, strict: false });
  return async (route, req, res) => {
    if (!hasBody(req)) return {};
    requireMediaType(req, route.multipart ? 'multipart/form-data' : 'application/json');
    if (route.multipart) return {};
    await run(parseJson, req, res);
    return req.body ?? {};
  };
}

function hasBody(req: Request): boolean {
  return req.get('Transfer-Encoding') !== undefined || Number(req.get('Content-Length') ?? 0) > 0;
}

function requireMediaType(req: Request, type: string): void {
  if (!req.is(type)) throw new AppError(415, 'wrong-media-type', `The body must be ${type}.`);
}

/** Waits for a middleware that would call the next one. */
function run(middleware: RequestHandler, req: Request, res: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware(req, res, (error?: unknown) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
