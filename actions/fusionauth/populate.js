/**
 * FusionAuth lambda of type "JWT populate": asks the custom claims hook (POST /claims) what goes into a person's token.
 * Needs Lambda HTTP Connect, whose fetch is synchronous. docs/idps/fusionauth.md explains the set-up.
 *
 * Assign it as the access token lambda; for ID tokens assign a copy whose TOKEN is 'id_token'.
 */
const CLAIMS_URL = 'https://hooks.example.com/claims';
const TOKEN = 'access_token';
/** What becomes of a token when the hook cannot be reached: 'deny', or 'issue' without claims and with STATUS_CLAIM. */
const ON_FAILURE = 'deny';
const STATUS_CLAIM = 'https://claims.example.com/claims_status';

/** FusionAuth keeps these for itself; the hook never sends most of them. */
const RESERVED = ['amr', 'auth_time', 'cnf', 'exp', 'gty', 'iat', 'sub', 'tid', 'tty'];

// biome-ignore lint/correctness/noUnusedVariables: FusionAuth calls it by its name
function populate(jwt, user, registration, context) {
  const audience = [].concat(jwt.aud || []);
  const request = {
    subject: user.id,
    client_id: jwt.applicationId || audience[0],
    grant_type: jwt.gty ? [].concat(jwt.gty)[0] : undefined,
    scope: jwt.scope,
    audience: TOKEN === 'access_token' ? audience : undefined,
    groups: jwt.roles || (registration ? registration.roles : undefined),
    tokens: [TOKEN],
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
  if (response.status === 200 && answer.outcome === 'issue') return { claims: answer.claims[TOKEN] };
  if (response.status === 200 && answer.outcome === 'unchanged') return { claims: {} };
  if (response.status === 403 && answer.error === 'access_denied') return { denied: answer.error_description };
  console.error(`custom claims: HTTP ${response.status}`);
  if (ON_FAILURE === 'issue') return { claims: { [STATUS_CLAIM]: 'degraded' } };
  return { denied: 'We cannot sign you in at the moment. Please try again later.' };
}

function parse(body) {
  try {
    return JSON.parse(body) || {};
  } catch {
    return {};
  }
}
