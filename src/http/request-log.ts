import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';

/** Gives every request an id and logs one line when it is answered: no query, no headers, no addresses. */
export function createRequestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    genReqId: nameRequest,
    quietReqLogger: true,
    wrapSerializers: false,
    serializers: { req: presentRequest, res: presentResponse, err: presentError },
    customLogLevel: (_req, res) => (res.statusCode < 500 ? 'info' : 'warn'),
  });
}

/** A path fit for a log: without its query, and without parts that are long enough to be a secret. */
export function presentPath(url: string): string {
  const [path = ''] = url.split('?');
  return path
    .split('/')
    .map((part) => (part.length > 24 || /@|%40/.test(part) ? '…' : part))
    .join('/');
}

/** An error fit for a log: where it happened, but not its message, which may quote what someone wrote. */
export function presentError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    stack: frames.join('\n'),
    ...(error.cause !== undefined && { cause: presentError(error.cause) }),
  };
}

/** The id a proxy gave the request, if it looks like one; it comes back in the answer. */
function nameRequest(req: IncomingMessage, res: ServerResponse): string {
  const given = req.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
  res.setHeader('X-Request-Id', id);
  return id;
}

function presentRequest(req: IncomingMessage & { originalUrl?: string; id?: unknown }): object {
  return { id: req.id, method: req.method, path: presentPath(req.originalUrl ?? req.url ?? '') };
}

function presentResponse(res: ServerResponse): object {
  return { status: res.statusCode };
}
