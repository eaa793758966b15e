import '@fontsource-variable/inter/index.css';
import './design/styles.ts';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { whenSignedOut } from './data/api.ts';
import { queryClient } from './data/query-client.ts';
import { forgetSession } from './data/session.ts';
import { Notices } from './design/notices.tsx';
import { resolveVariables, theme } from './design/theme.ts';
import { startTexts } from './i18n/index.ts';
import { router } from './shell/routes.tsx';

whenSignedOut(forgetSession);
await startTexts();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notices />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
