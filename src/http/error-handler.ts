import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { type AppError, NotFound } from './errors.ts';
import { renderErrorPage, wantsErrorPage } from './pages/error-page.ts';
import { pageLanguage } from './pages/texts.ts';
import { PROBLEM_TYPE, presentProblem, toAppError } from './problem.ts';
import { presentError } from './request-log.ts';

/** The one place where errors become answers. An answer that has begun is cut off: half of one must not look whole. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (thrown, req, res, _next) => {
    const error = toAppError(thrown);
    logFailure(log, error, req.id);
    if (res.headersSent) {
      res.destroy();
      return;
    }
    res.status(error.status).set(error.headers);
    if (wantsErrorPage(req)) {
      res.type('html').send(renderErrorPage(pageLanguage(req), error));
      return;
    }
    res.type(PROBLEM_TYPE).send(JSON.stringify(presentProblem(error)));
  };
}

/** Answers what no route took. */
export const refuseUnknownPath: RequestHandler = (_req, _res, next) => {
  next(new NotFound('page'));
};

function logFailure(log: Logger, error: AppError, requestId: unknown): void {
  if (error.status < 500) return;
  const fields = { requestId, code: error.code, err: presentError(error.cause ?? error) };
  if (error.status === 500) log.error(fields, 'A request failed unexpectedly');
  else log.warn(fields, 'A request could not be served for now');
}
