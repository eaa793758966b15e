import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Authenticate } from './access.ts';
import { createReadBody } from './body.ts';
import { createErrorHandler, refuseUnknownPath } from './error-handler.ts';
import { createPageHeaders } from './headers.ts';
import type { Idempotency } from './idempotency.ts';
import { mountRoutes } from './mount.ts';
import { openApiDocument } from './openapi.ts';
import { createRequestLog } from './request-log.ts';
import type { Route } from './route.ts';

/** What the app is made of. */
export interface AppParts {
  routes: readonly Route[];
  /** Loads the session of a request, before any route. */
  sessions: RequestHandler;
  authenticate: Authenticate;
  idempotency: Idempotency;
  log: Logger;
  /** Without a slash at the end. */
  publicUrl: string;
  /** Express's `trust proxy`: which proxies may say who the sender is. None by default. */
  trustProxy?: boolean | number | string;
  /** Largest JSON body in bytes; 1 MiB by default. */
  bodyLimit?: number;
  /** True in tests: an answer that its schema does not allow becomes a 500. */
  checkResponses?: boolean;
  /** Mounts what other sites and providers reach (adapters, health); it sets its own headers. */
  mountOutside?: (app: Express) => void;
  /** Mounts the console's pages behind everything else. */
  mountPages?: (app: Express) => void;
}

/** Puts the app together: log, outside traffic, safe headers, the API under `/api/v1`, pages, errors. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', parts.trustProxy ?? false);
  app.set('query parser', 'simple');
  app.use(createRequestLog(parts.log));
  parts.mountOutside?.(app);
  app.use(createPageHeaders(parts.publicUrl));
  app.use('/api/v1', createApi(parts));
  parts.mountPages?.(app);
  app.use(refuseUnknownPath);
  app.use(createErrorHandler(parts.log));
  return app;
}

function createApi(parts: AppParts): express.Router {
  const api = express.Router();
  const document = JSON.stringify(openApiDocument(parts.routes));
  api.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  api.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(document);
  });
  api.use(parts.sessions);
  mountRoutes(api, parts.routes, {
    authenticate: parts.authenticate,
    idempotency: parts.idempotency,
    readBody: createReadBody(parts.bodyLimit ?? 1024 * 1024),
    publicUrl: parts.publicUrl,
    checkResponses: parts.checkResponses ?? false,
  });
  return api;
}
