import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './console.css';
import { Alert, createTheme, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ApiProblem } from './api/api-problem.ts';
import { App } from './app.tsx';

const theme = createTheme({
  primaryColor: 'indigo',
  // Filled buttons and links reach a contrast of 4.5 in both schemes.
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: 'md',
  cursorType: 'pointer',
  components: {
    // On its tint, a title in the tint's own colour is hard to read.
    Alert: Alert.extend({
      styles: { title: { color: 'light-dark(var(--mantine-color-black), var(--mantine-color-white))' } },
    }),
  },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
});

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2, retryDelay: 500 },
  },
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <Notifications position="bottom-right" />
        <QueryClientProvider client={queries}>
          <BrowserRouter basename="/console">
            <App />
          </BrowserRouter>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
