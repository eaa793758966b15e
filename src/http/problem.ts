import { STATUS_CODES } from 'node:http';
import { ZodError } from 'zod';
import { isPassing } from '../store/connection.ts';
import { AppError, BadInput, type FieldError } from './errors.ts';
import { fieldErrors } from './validation.ts';

/** The body of every error answer (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly FieldError[];
}

/** The media type of every error answer. */
export const PROBLEM_TYPE = 'application/problem+json';

/** What the caller is told about an error. */
export function presentProblem(error: AppError): Problem {
  return {
    type: `urn:deskroute:problem:${error.code}`,
    title: STATUS_CODES[error.status] ?? 'Error',
    status: error.status,
    detail: error.message,
    ...(error.errors.length > 0 && { errors: error.errors }),
  };
}

/** Turns whatever was thrown into an error that may be shown; the unexpected becomes a 500 without details. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return new BadInput(fieldErrors(error.issues));
  if (isPassing(error)) {
    const detail = 'The database cannot be reached. Please try again in a moment.';
    return new AppError(503, 'database-away', detail, { cause: error, headers: { 'Retry-After': '5' } });
  }
  return (
    fromHttpError(error) ??
    new AppError(500, 'unexpected', 'Something went wrong on our side. Please try again.', { cause: error })
  );
}

/** Errors of Express and its body parsers carry a `status` and are about the request. */
function fromHttpError(error: unknown): AppError | null {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return null;
  if (error.status < 400 || error.status >= 500) return null;
  if (error.status === 413)
    return new AppError(413, 'too-large', 'The request is too large.', { cause: error });
  if (error.status === 415) return new AppError(415, 'wrong-media-type', 'This encoding cannot be read.');
  if ('type' in error && error.type === 'entity.parse.failed') {
    return new BadInput([{ path: '', message: 'The body is not valid JSON.' }]);
  }
  return new AppError(error.status, 'bad-request', 'The request cannot be read.', { cause: error });
}
