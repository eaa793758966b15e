import type { AdapterRoute } from '../adapter.ts';
import { LARGEST_BODY } from './settings.ts';

/** Where submissions go, from the hosted page, the embed script, plain HTML forms and programs. */
export const SUBMIT_ROUTE: AdapterRoute = {
  method: 'POST',
  path: '/forms/:channelId/submissions',
  summary: 'Send a form: JSON, urlencoded or multipart',
  maxBytes: LARGEST_BODY,
};

/** The hosted page. */
export const PAGE_ROUTE: AdapterRoute = {
  method: 'GET',
  path: '/forms/:channelId',
  summary: 'The hosted page of a form',
  maxBytes: 0,
};

/** What makes the hosted page more comfortable; it works without. */
export const PAGE_SCRIPT_ROUTE: AdapterRoute = {
  method: 'GET',
  path: '/forms/:channelId/page.js',
  summary: 'The script of the hosted page',
  maxBytes: 0,
};

/** The script that shows the form on any page. */
export const EMBED_ROUTE: AdapterRoute = {
  method: 'GET',
  path: '/forms/:channelId/embed.js',
  summary: 'The script that shows a form where its tag stands',
  maxBytes: 0,
};

/** Everything a form channel serves. */
export const FORM_ROUTES: readonly AdapterRoute[] = [
  SUBMIT_ROUTE,
  PAGE_ROUTE,
  PAGE_SCRIPT_ROUTE,
  EMBED_ROUTE,
];
