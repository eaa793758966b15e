import { fileURLToPath } from 'node:url';
import express, { type Request, type RequestHandler, Router } from 'express';
import {
  renderInvitationPage,
  renderSetupDonePage,
  renderSetupPage,
  renderTokenMissingPage,
} from './account-pages.ts';
import { readConsolePage } from './console-page.ts';
import { renderNoAdminPage, renderNotBuiltPage } from './no-admin-page.ts';
import { type PageLanguage, pageLanguage } from './texts.ts';

const ASSETS = fileURLToPath(new URL('../../../web/start/', import.meta.url));
const CONSOLE = fileURLToPath(new URL('../../../web/console/dist/', import.meta.url));
/** The addresses under which the console shows its own pages. */
const CONSOLE_PATHS = [
  '/',
  '/views/:view',
  '/tickets/:number',
  '/contacts',
  '/contacts/:id',
  '/settings{/*page}',
];

/** What the first pages ask of the gateway. All else they get from the public API. */
export interface PageRouterParts {
  /** Whether a super admin exists, so that somebody can sign in. */
  hasAdmin(): Promise<boolean>;
}

/** The pages that bring a newcomer from an empty gateway to a routed ticket: start, set-up, invitation. */
export function createPageRouter({ hasAdmin }: PageRouterParts): Router {
  const router = Router();
  router.use('/start', express.static(ASSETS, { index: false }));
  // The names of built files say what is in them.
  router.use('/assets', express.static(`${CONSOLE}assets`, { index: false, immutable: true, maxAge: '1y' }));
  router.use(express.static(CONSOLE, { index: false }));
  router.get(
    CONSOLE_PATHS,
    page(async (_req, language) => {
      if (!(await hasAdmin())) return renderNoAdminPage(language);
      return (await readConsolePage(CONSOLE)) ?? renderNotBuiltPage(language);
    }),
  );
  router.get(
    '/setup',
    page(async (req, language) => {
      if (await hasAdmin()) return renderSetupDonePage(language);
      return withToken(req.query.token, language, renderSetupPage);
    }),
  );
  // The link in an invitation carries its token as a query, one made by hand perhaps as part of the path.
  router.get(
    ['/invitation', '/invitations/:token'],
    page(async (req, language) =>
      withToken(req.params.token ?? req.query.token, language, renderInvitationPage),
    ),
  );
  return router;
}

/** Sends a page in the browser's language. The links to some hold a secret, so nothing keeps or passes them on. */
function page(render: (req: Request, language: PageLanguage) => Promise<string>): RequestHandler {
  return async (req, res) => {
    const body = await render(req, pageLanguage(req));
    res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', Vary: 'Accept-Language' });
    res.type('html').send(body);
  };
}

function withToken(
  token: unknown,
  language: PageLanguage,
  render: (language: PageLanguage, token: string) => string,
): string {
  return typeof token === 'string' && token !== ''
    ? render(language, token)
    : renderTokenMissingPage(language);
}
