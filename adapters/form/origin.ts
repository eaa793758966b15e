import type { AdapterRequest } from '../adapter.ts';
import type { FormSettings } from './settings.ts';

/** Whether the page that made the request may use the form. Programs and same-site pages always may. */
export function isOriginAllowed(request: AdapterRequest, settings: FormSettings): boolean {
  const { origin } = request.headers;
  if (origin === undefined || isOwnOrigin(request) || settings.allowedOrigins.includes('*')) return true;
  return settings.allowedOrigins.includes(origin);
}

/** Whether the request comes from a page of the gateway itself, or from no page at all. */
export function isOwnOrigin(request: AdapterRequest): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || origin === new URL(request.publicUrl).origin) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}

/** The headers that let pages elsewhere read the answer; pages that may not read it are told another origin. */
export function corsHeaders(request: AdapterRequest, settings: FormSettings): Record<string, string> {
  if (settings.allowedOrigins.includes('*')) return { 'access-control-allow-origin': '*' };
  const { origin } = request.headers;
  const isAllowed = origin !== undefined && isOriginAllowed(request, settings);
  return {
    vary: 'Origin',
    'access-control-allow-origin': isAllowed ? origin : new URL(request.publicUrl).origin,
  };
}
