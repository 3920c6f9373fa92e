import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string): string => fileURLToPath(new URL(`../console/${path}`, import.meta.url));

/** Builds the web console unless it is built already; the admin function serves what it finds in `console/dist`. */
export const buildConsole = async (): Promise<void> => {
  if (existsSync(at('dist/index.html'))) return;
  const { build } = await import('vite');
  await build({ configFile: at('vite.config.ts'), logLevel: 'error' });
};
