import { readFileSync } from 'node:fs';

/** Our Actions: the file in `actions/auth0/`, the trigger that it is written for, and its secrets. */
const actions = [
  { trigger: 'post-login', version: 'v3', secrets: ['CLAIMS_URL', 'CLAIMS_SECRET', 'ON_FAILURE', 'STATUS_CLAIM'] },
  {
    trigger: 'credentials-exchange',
    version: 'v2',
    secrets: ['CLAIMS_URL', 'CLAIMS_SECRET', 'ON_FAILURE', 'STATUS_CLAIM'],
  },
] as const;

/** The Node that Auth0 runs the Actions on. */
const runtime = 'node22';

const toKeyword = (trigger: string, secret: string): string =>
  `##${trigger.toUpperCase().replaceAll('-', '_')}_${secret}##`;

export type DeployFile = { readonly path: string; readonly text: string };

/** An Action as `auth0-deploy-cli` describes it; `code` is beside it. */
export type DeployedAction = {
  readonly name: string;
  readonly code: string;
  readonly runtime: string;
  readonly dependencies: readonly never[];
  readonly secrets: readonly { readonly name: string; readonly value: string }[];
  readonly supported_triggers: readonly { readonly id: string; readonly version: string }[];
};

const actionName = (trigger: string): string => `custom-claims-${trigger}`;
const sourceOf = (trigger: string): string =>
  readFileSync(new URL(`../../actions/auth0/${trigger}.js`, import.meta.url), 'utf8');

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** The keywords that the directory leaves open: they come from `AUTH0_KEYWORD_REPLACE_MAPPINGS`, never from a file here. */
export const deployKeywords: readonly string[] = actions.flatMap(({ trigger, secrets }) =>
  secrets.map((secret) => toKeyword(trigger, secret).replaceAll('#', '')),
);

/** What the Actions are in a tenant: name, code and trigger, as the tests ran them. */
export const expectedActions = actions.map(({ trigger, version, secrets }) => ({
  name: actionName(trigger),
  trigger,
  version,
  secrets,
  code: sourceOf(trigger),
}));

/**
 * The Actions as a directory for `auth0-deploy-cli`. It holds no secret and no `triggers.json`: that file replaces all
 * bindings of a flow, so the Actions are bound where the tenant's flow is kept.
 * @see https://github.com/auth0/auth0-deploy-cli/blob/master/docs/configuring-the-deploy-cli.md
 */
export const deployDirectory = (): readonly DeployFile[] =>
  expectedActions.flatMap(({ name, trigger, version, secrets, code }) => {
    const action: DeployedAction & { readonly deployed: true } = {
      name,
      code: './code.js',
      runtime,
      dependencies: [],
      secrets: secrets.map((secret) => ({ name: secret, value: toKeyword(trigger, secret) })),
      supported_triggers: [{ id: trigger, version }],
      deployed: true,
    };
    return [
      { path: `actions/${name}.json`, text: json(action) },
      { path: `actions/${name}/code.js`, text: code },
    ];
  });
