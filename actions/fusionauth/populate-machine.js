/**
 * FusionAuth lambda of type "Client Credentials JWT populate": asks the custom claims hook (POST /claims) what goes into
 * the token of a machine (an entity). Needs Lambda HTTP Connect. docs/idps/fusionauth.md explains the set-up.
 */
const CLAIMS_URL = 'https://hooks.example.com/claims';
/** What becomes of a token when the hook cannot be reached: 'deny', or 'issue' without claims and with STATUS_CLAIM. */
const ON_FAILURE = 'deny';
const STATUS_CLAIM = 'https://claims.example.com/claims_status';

/** FusionAuth keeps these for itself in a machine's token. */
const RESERVED = ['amr', 'aud', 'cnf', 'exp', 'gty', 'iat', 'permissions', 'sub', 'tid', 'tty', 'use'];

// biome-ignore lint/correctness/noUnusedVariables: FusionAuth calls it by its name
function populate(jwt, recipientEntity, _targetEntities, _permissions, context) {
  const request = {
    subject: recipientEntity.clientId || recipientEntity.id,
    type: 'client',
    scope: jwt.scope,
    audience: [].concat(jwt.aud || []),
    tokens: ['access_token'],
  };
  const answer = ask(request, context.services.secrets.claims_key);
  if (answer.denied) throw new Error(answer.denied);
  for (const name of Object.keys(answer.claims)) {
    if (!RESERVED.includes(name)) jwt[name] = answer.claims[name];
  }
}

function ask(request, key) {
  let response = { status: 0, body: '' };
  try {
    response = fetch(CLAIMS_URL, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': key },
      body: JSON.stringify(request),
    });
  } catch {
    console.error('custom claims: no connection');
  }
  const answer = parse(response.body);
  if (response.status === 200 && answer.outcome === 'issue') return { claims: answer.claims.access_token };
  if (response.status === 200 && answer.outcome === 'unchanged') return { claims: {} };
  if (response.status === 403 && answer.error === 'access_denied') return { denied: answer.error_description };
  console.error(`custom claims: HTTP ${response.status}`);
  if (ON_FAILURE === 'issue') return { claims: { [STATUS_CLAIM]: 'degraded' } };
  return { denied: 'There is no token at the moment. Please try again later.' };
}

function parse(body) {
  try {
    return JSON.parse(body) || {};
  } catch {
    return {};
  }
}
