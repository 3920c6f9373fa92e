import type { Command } from 'commander';

const introduction = `# The \`claims\` command

\`npm run claims -- <command>\` (or \`node_modules/.bin/node bin/claims.ts <command>\`) checks, explains and documents the
claims policy, gives users, groups, organizations and clients their attributes, moves them in and out, and looks after a
deployment. This page is what \`--help\` says; a test keeps it so.

- **Which deployment**: \`--stage prod\` is all that a deployed stage needs, besides AWS credentials. Its tables, secrets
  and region have fixed names (\`custom-claims-prod-attributes\`, \`/custom-claims/prod/hooks\`, and the region that
  \`serverless.yml\` deploys to); single ones are named by \`--table\`, \`--changes-table\`, \`--secrets-path\` and \`--region\`,
  or by \`ATTRIBUTES_TABLE\`, \`CHANGES_TABLE\`, \`SECRETS_PATH\` and \`AWS_REGION\`. A flag counts before the stage, and
  the stage before the environment, with a note where they differ; \`AWS_REGION\` alone counts before the stage, noted
  too, because \`serverless.yml\` deploys by it. \`--endpoint\` and \`--ssm-endpoint\` are a local DynamoDB and Parameter
  Store; \`DYNAMODB_ENDPOINT\` and \`SSM_ENDPOINT\` say so only where no deployed stage is named. Where nothing is named,
  the commands work on the world that \`npm start\` runs (also with \`--stage local\`).
- **Through the admin API** instead: \`--api https://hooks.example.com/admin\`, with an access token in
  \`CLAIMS_API_TOKEN\` (scopes \`claims:read\`, \`claims:write\`, \`claims:audit\`).
- **Which realm**: \`--realm\` or \`CLAIMS_REALM\`; not needed where all hook instances share one.
- **Output**: a table on a terminal, JSON in a pipe; \`--json\` and \`--no-json\` say otherwise. \`claims check\` prints a line
  per finding everywhere. Progress and notes go to standard error. \`NO_COLOR\` is respected.
- **Exit codes**: 0 done, 1 findings or refused, 2 wrong usage. An error is one line with the way out
  (\`CLAIMS_DEBUG=1\` shows where an unexpected one comes from).
- **Completion**: \`source <(claims complete bash)\`, \`zsh\` and \`fish\` alike, for whoever has \`claims\` as an alias or on
  the path.
- **Values**: \`claims user set\` and CSV files hold texts, which are read as the type that the policy declares: \`plan=42\`
  is a number for \`z.int()\` and a text for \`z.string()\`, \`flags=a,b\` a list for \`z.array(z.string())\`. JSON always works:
  \`'flags=["a","b"]'\`.

## Moving data

\`claims import\` reads NDJSON (a JSON object per line), a JSON array or CSV, also gzipped. Every row is checked before one
is written: shape, realm, the policy's schemas, sensitive data, size, double rows. Refused rows are reported with line
numbers and reasons, never with values; \`--skip-refused\` writes the others. A row is an item:

\`\`\`json
{ "kind": "user", "realm": "customers", "subject": "auth0|42", "attributes": { "user_id": 42 }, "groups": ["staff"] }
\`\`\`

\`kind\` is \`user\` (with \`subject\`, \`email\`, \`groups\`, \`organization\`, \`blocked\`), \`member\` (\`organization\`, \`subject\`),
\`group\` (\`name\`, \`precedence\`), \`org\`, \`client\` (\`id\`) or \`hook\` (\`instance\`, \`mode\`). CSV has one column for each field, one
\`attributes.<claim>\` for each declared claim, and \`attributes\` for all others as JSON; groups are separated by \`;\`.
What an export has beside (\`version\`, \`epoch\`, ...) is the store's own and not taken over.

A killed import goes on where it was: the same command, with the same file and options, finds how far it came in
\`<file>.claims-import\`. Doing a row again changes nothing. The number of writes at a time falls while the store is busy.

\`--from auth0\` takes an [export job](https://auth0.com/docs/manage-users/user-migration/bulk-user-exports) (NDJSON or CSV,
gzipped as it comes): attributes from \`app_metadata\`, groups from \`roles\` and the Authorization Extension's part, never
\`user_metadata\`, which users can edit. \`--from cognito\` takes the answers of \`list-users\` and \`list-groups\`, or the CSV of
imports. Attributes that no claim wants are counted and left out; \`--map NAME=CLAIM\` names the claim, and
\`--groups-from\` adds who is in which group from lists of their own.

\`--to dynamodb-json --output items.json.gz\` writes what DynamoDB's import from S3 makes a new table of: the quickest way
for the first million users.

## Commands
`;

/** All commands with their help, as Markdown. */
export const cliReference = (program: Command): string => {
  const sections = leavesOf(program)
    .filter(({ name }) => !name.startsWith('claims complete') && name !== 'claims help')
    .map(({ name, command }) => `### ${name}\n\n\`\`\`text\n${helpOf(command, name).trim()}\n\`\`\`\n`);
  return [introduction, ...sections].join('\n');
};

type NamedCommand = { readonly name: string; readonly command: Command };

/** The commands that do something, under their full names. */
export const leavesOf = (command: Command, parents = ''): readonly NamedCommand[] => {
  const name = `${parents}${command.name()}`;
  return command.commands.length === 0
    ? [{ name, command }]
    : command.commands.flatMap((child) => leavesOf(child, `${name} `));
};

/** The help as somebody without a terminal sees it, at a width that fits a page. */
export const helpOf = (command: Command, name: string): string => {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 110,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.replace(/^Usage: .*?(?= \[| <|$)/m, `Usage: ${name}`);
};
