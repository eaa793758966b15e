import { STATUS_CODES } from 'node:http';
import type { AdapterResponse } from '../adapter.ts';
import { pageHeaders, renderThanksPage } from './page.ts';
import type { FormError } from './parse.ts';
import type { FormSettings } from './settings.ts';

/** The stable codes of what can go wrong, as the gateway's own API names them. */
const CODES: Record<number, string> = {
  400: 'bad-input',
  403: 'not-allowed',
  413: 'too-large',
  415: 'wrong-media-type',
  503: 'unavailable',
};

/** The answer to a program: what is wrong, and with which fields (RFC 9457). */
export function presentProblem(
  status: number,
  detail: string,
  errors: readonly FormError[] = [],
): AdapterResponse {
  const problem = {
    type: `urn:deskroute:problem:${CODES[status]}`,
    title: STATUS_CODES[status],
    status,
    detail,
    ...(errors.length > 0 ? { errors } : {}),
  };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    body: JSON.stringify(problem),
  };
}

/** The answer to a program whose submission was stored. */
export function presentCreated(reference: string | null): AdapterResponse {
  return {
    status: 201,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify({ reference }),
  };
}

/** The answer to a browser whose submission was stored: thanks, or the page that the settings name. */
export function presentThanks(settings: FormSettings, reference: string | null): AdapterResponse {
  if (settings.redirectUrl !== null) {
    return {
      status: 303,
      headers: { location: settings.redirectUrl, 'cache-control': 'no-store' },
      body: '',
    };
  }
  return { status: 200, headers: pageHeaders(settings), body: renderThanksPage(settings, reference) };
}

/** A script of ours. The one to embed holds the time it was served at, so no cache may keep it. */
export function presentScript(body: string, cacheControl: string): AdapterResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': cacheControl,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
    },
    body,
  };
}
