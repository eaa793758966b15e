import { createBrowserRouter, type RouteObject } from 'react-router';
import { loadTextsOnDemand } from '../i18n/index.ts';
import { Inbox } from '../inbox/inbox.tsx';
import { Frame } from './frame.tsx';
import { BrokenPage, UnknownPage } from './trouble-pages.tsx';

/** The console's addresses. What few need at once (settings) comes as a script of its own. */
const routes: RouteObject[] = [
  {
    element: <Frame />,
    errorElement: <BrokenPage />,
    children: [
      { index: true, element: <Inbox /> },
      { path: 'views/:view', element: <Inbox /> },
      { path: 'tickets/:number', element: <Inbox /> },
      {
        path: 'settings/*',
        lazy: async () => {
          const [{ Settings }] = await Promise.all([import('../settings/settings.tsx'), loadTextsOnDemand()]);
          return { Component: Settings };
        },
      },
      { path: '*', element: <UnknownPage /> },
    ],
  },
];

/** The router of the console, on the addresses of the browser. */
export const router = createBrowserRouter(routes);
