/**
 * Auth0 Action, trigger credentials-exchange (v2): asks the custom claims hook what goes into a machine's access token,
 * and applies it. No dependencies. docs/idps/auth0.md explains the set-up.
 *
 * Secrets: CLAIMS_URL, CLAIMS_SECRET (whsec_...); optional: ON_FAILURE (deny | issue), STATUS_CLAIM (name of the claim
 * that says "degraded"), TIMEOUT_MS (5000).
 */
const { createHmac, randomUUID } = require('node:crypto');

// ---- common: the same text in every Action of this folder (a test compares them); an Action cannot import a file

const SPEC_VERSION = '1';
const MAX_ANSWER = 250_000;

/** Auth0 drops these without an error; the hook never sends them, and no other answer gets them in. */
const RESTRICTED = new Set(
  `acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest
  entitlements events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce
  object_id org_id org_name orig origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date sip_from_tag
  sip_via_branch sub sub_jwk toe txn typ uuid vot vtm x5t#S256`.split(/\s+/),
);

/** Why the hook gave no usable answer: a fixed text, safe to log. */
class HookError extends Error {}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const sign = (secret, id, timestamp, body) => {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
};

const hookUrl = (secrets) => {
  if (!secrets.CLAIMS_SECRET) throw new HookError('the secret CLAIMS_SECRET is not set');
  if (!URL.canParse(secrets.CLAIMS_URL)) throw new HookError('the secret CLAIMS_URL is not a URL');
  const url = new URL(secrets.CLAIMS_URL);
  if (url.protocol !== 'https:' && url.hostname !== '127.0.0.1') throw new HookError('CLAIMS_URL must be https');
  return url;
};

const send = async (secrets, id, body) => {
  const url = hookUrl(secrets);
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const milliseconds = Math.min(Number(secrets.TIMEOUT_MS) || 5000, 9000);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': sign(secrets.CLAIMS_SECRET, id, timestamp, body),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(milliseconds),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw new HookError(error?.name === 'TimeoutError' ? `no answer within ${milliseconds} ms` : 'no connection');
  }
};

/** Checks the whole answer before anything of it is applied: half an answer is none. */
const readAnswer = ({ status, text }) => {
  if (status !== 200) throw new HookError(`HTTP ${status}`);
  if (text.length > MAX_ANSWER) throw new HookError('the answer is too large');
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new HookError('the answer is not JSON');
  }
  if (!isObject(answer) || answer.specVersion !== SPEC_VERSION) throw new HookError('the answer has another version');
  if (answer.outcome === 'unchanged') return answer;
  if (answer.outcome === 'deny' && typeof answer.message === 'string') return answer;
  if (answer.outcome === 'issue' && isObject(answer.idToken?.claims) && isObject(answer.accessToken?.claims))
    return answer;
  throw new HookError('the answer is incomplete');
};

const setClaims = (token, claims) => {
  for (const [name, value] of Object.entries(claims)) {
    if (RESTRICTED.has(name) || name.startsWith('urn:auth0')) console.log(`custom claims: Auth0 reserves "${name}"`);
    else token.setCustomClaim(name, value);
  }
};

/** The failure policy: `ON_FAILURE` is `deny` (default) or `issue`, which marks the tokens as degraded. */
const fail = (error, id, secrets, tokens, deny) => {
  console.log(`custom claims: ${error instanceof HookError ? error.message : 'unexpected fault'} (${id})`);
  if (secrets.ON_FAILURE !== 'issue') {
    deny('server_error', `We cannot sign you in at the moment. Please try again later. (${id})`);
  } else if (secrets.STATUS_CLAIM) {
    for (const token of tokens) token.setCustomClaim(secrets.STATUS_CLAIM, 'degraded');
  }
};

// ---- end of common

const DENY_CODES = new Set(['invalid_scope', 'invalid_request', 'server_error']);

/** Only what a decision needs; of the claims that are already there, the names. There is no user. */
const describe = (event) => ({
  specVersion: SPEC_VERSION,
  trigger: 'credentials-exchange',
  client: { id: event.client.client_id },
  organization: event.organization ? { id: event.organization.id } : undefined,
  audience: event.resource_server?.identifier,
  grantedScopes: event.accessToken?.scope,
  requestedScopes: event.transaction?.requested_scopes,
  presentClaims: Object.keys(event.accessToken?.customClaims ?? {}),
});

exports.onExecuteCredentialsExchange = async (event, api) => {
  const secrets = event.secrets ?? {};
  const id = `msg_${randomUUID()}`;
  let answer;
  try {
    answer = readAnswer(await send(secrets, id, JSON.stringify(describe(event))));
  } catch (error) {
    // this trigger's deny takes a code and a text, other than post-login's
    return fail(error, id, secrets, [api.accessToken], (code, text) => api.access.deny(code, text));
  }
  if (answer.outcome === 'unchanged') return;
  if (answer.outcome === 'deny') {
    return api.access.deny(DENY_CODES.has(answer.code) ? answer.code : 'server_error', answer.message);
  }
  // scopes stay: the trigger has no addScope or removeScope, and Auth0 cuts them to the client grant itself
  setClaims(api.accessToken, answer.accessToken.claims);
};
