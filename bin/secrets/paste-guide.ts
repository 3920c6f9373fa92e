import type { NamedSecret, SecretProof } from './find-secret.ts';

type Place = (proof: SecretProof, hook: string) => string;

/** What the caller sends, in the words of its own configuration. */
const asSent = (proof: SecretProof): string => {
  if (proof.kind === 'static-header') return `header ${proof.header} with the secret as its value`;
  if (proof.kind === 'basic') return `user name ${proof.username}, the secret as the password`;
  return 'the secret as the signing secret';
};

const actionOf = (hook: string): string => `custom-claims-${hook.split('/')[1]}`;

/** Where a secret goes at each IdP, by the folder in `functions/`. */
const places: Readonly<Record<string, Place>> = {
  auth0: (_proof, hook) =>
    `Auth0: Actions > Library > ${actionOf(hook)} > Secrets: CLAIMS_SECRET; then Deploy (or CLAIMS_SECRET of your Terraform or deploy CLI)`,
  authgear: () => 'Authgear: nothing to paste, the key is the one of Portal > Advanced > Hooks',
  curity: (proof) => `Curity: the HTTP client of the JSON data source: ${asSent(proof)}`,
  generic: (proof) => `the script or server that calls: ${asSent(proof)}`,
  hydra: () => "Hydra: oauth2.token_hook.auth.config.value (or refresh_token_hook's); then restart Hydra",
  okta: (proof) => `Okta: Workflow > Inline Hooks > (the hook) > Edit > Authentication: ${asSent(proof)}`,
  supabase: () =>
    'Supabase: Authentication > Hooks > Customize Access Token: the secret; while you rotate, NEW|OLD joined by "|"',
  wso2: (proof) => `WSO2: Console > Actions > (the action) > Authentication: ${asSent(proof)}`,
  zitadel: () => 'ZITADEL: nothing to paste, the key is the one of the target; bind the execution to that target',
};

/** Supabase refuses a secret without the version of its signature in front. */
export const asPasted = ({ instances }: NamedSecret, value: string): string =>
  instances.some(({ hook }) => hook.startsWith('supabase/')) && !value.startsWith('v1,') ? `v1,${value}` : value;

/** One line for each place that has to know the secret. */
export const whereToPaste = ({ instances, source }: NamedSecret): readonly string[] => [
  ...new Set([
    ...instances.map(({ hook, proof }) => (places[hook.split('/')[0] ?? ''] ?? asSent)(proof, hook)),
    ...(source === undefined ? [] : [`the API behind the source "${source}" must accept it already`]),
  ]),
];
