import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The version that this check was last seen to pass with. */
const version = '15.34.2';

const folder = resolve(import.meta.dirname, '../../../.local/firebase-tools');
const installed = join(folder, 'node_modules/firebase-tools');

const isInstalled = (): boolean =>
  existsSync(join(installed, 'package.json')) &&
  JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).version === version;

/**
 * Installs Google's emulators (340 MB) beside the project, not into it: nobody else needs them.
 * @returns the command's JavaScript file
 */
export const installFirebaseTools = (): string => {
  if (!isInstalled()) {
    process.stdout.write(`Installing firebase-tools ${version} (340 MB, once) ...\n`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact', `firebase-tools@${version}`],
      {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }
  return join(installed, 'lib/bin/firebase.js');
};
