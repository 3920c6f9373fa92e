import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { attachCommand } from './commands/attach.ts';
import { auditCommand } from './commands/audit.ts';
import { auth0Command } from './commands/auth0.ts';
import { catalogueCommand } from './commands/catalogue.ts';
import { checkCommand } from './commands/check.ts';
import { clientCommand } from './commands/client.ts';
import { detachCommand } from './commands/detach.ts';
import { doctorCommand } from './commands/doctor.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { forgetCommand } from './commands/forget.ts';
import { groupCommand } from './commands/group.ts';
import { historyCommand } from './commands/history.ts';
import { hookCommand } from './commands/hook.ts';
import { importCommand } from './commands/import.ts';
import { observeCommand } from './commands/observe.ts';
import { orgCommand } from './commands/org.ts';
import { revokeCommand } from './commands/revoke.ts';
import { secretCommand } from './commands/secret.ts';
import { typesCommand } from './commands/types.ts';
import { userCommand } from './commands/user.ts';
import { defineCommandGroup } from './frame/command.ts';
import { addCompletion } from './frame/completion.ts';

/**
 * The commands, in the order of the help. A new one is a file in `bin/commands/` that exports a function returning a
 * `Command` (made with `defineCommand`), and one line here. What it does with heavy modules it imports in its action,
 * so that completion and help stay quick.
 */
const commands: readonly (() => Command)[] = [
  checkCommand,
  explainCommand,
  catalogueCommand,
  typesCommand,
  userCommand,
  groupCommand,
  orgCommand,
  clientCommand,
  historyCommand,
  revokeCommand,
  forgetCommand,
  hookCommand,
  importCommand,
  exportCommand,
  observeCommand,
  auditCommand,
  doctorCommand,
  secretCommand,
  attachCommand,
  detachCommand,
  auth0Command,
];

/** The `claims` command with everything below it. */
export const createProgram = (): Command => {
  const program = defineCommandGroup(
    'claims',
    'Custom claims for any identity provider: check, explain, document, administer, audit.',
    commands.map((create) => create()),
  ).version(productVersion(), '-V, --version');
  // `claims attach cognito --version V3_0` asks for a version of the event, not for ours.
  program.enablePositionalOptions();
  addCompletion(program);
  return program;
};

const productVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '0';
};
