import type { TFunction } from 'i18next';
import { ApiError } from '../data/api.ts';

/** What happened, what is kept and what to do, in words for the person who meets the error. */
export function explainError(error: unknown, t: TFunction): string {
  if (!(error instanceof ApiError)) return t('common.errors.ours');
  if (error.status === 0) return t('common.errors.offline');
  if (error.status === 403) return t('common.errors.notAllowed');
  if (error.status === 404) return t('common.errors.notFound');
  if (error.status === 413) return t('common.errors.tooLarge');
  if (error.status === 429) return t('common.errors.tooOften', { seconds: error.retryAfter ?? 60 });
  if (error.status >= 500) return t('common.errors.ours');
  // What the server says of bad input and of conflicts is written for people.
  return error.errors[0]?.message ?? error.message ?? t('common.errors.ours');
}

/** The messages of an error by the path of the field they are about. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  return Object.fromEntries(error.errors.map(({ path, message }) => [path, message]));
}
