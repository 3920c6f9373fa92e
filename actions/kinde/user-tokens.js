/**
 * Kinde workflow for the trigger user:tokens_generation: asks the custom claims hook (POST /claims) what goes into a
 * person's access and ID token. docs/idps/kinde.md explains the set-up.
 *
 * Environment variables of the Kinde environment: CLAIMS_URL, CLAIMS_KEY (secret); optional: CLAIMS_ON_FAILURE
 * (deny | issue), CLAIMS_STATUS_CLAIM (name of the claim that says "degraded").
 */
export const workflowSettings = {
  id: 'customClaimsUser',
  name: 'Custom claims for people',
  trigger: 'user:tokens_generation',
  failurePolicy: { action: 'stop' },
  bindings: {
    'kinde.accessToken': {},
    'kinde.idToken': {},
    'kinde.auth': {},
    'kinde.env': {},
    'kinde.fetch': {},
    url: {},
  },
};

export default async function customClaimsUser(event) {
  const setting = (name) => kinde.env.getEnvironmentVariable(name)?.value;
  const request = {
    subject: event.context.user.id,
    client_id: event.context.application?.clientId,
    scope: event.request?.auth?.scope,
    audience: event.request?.auth?.audience,
    organization: event.context.organization?.code,
    tokens: ['access_token', 'id_token'],
  };
  let answer;
  try {
    const { json } = await kinde.fetch(setting('CLAIMS_URL'), {
      method: 'POST',
      responseFormat: 'json',
      headers: { 'Content-Type': 'application/json', 'X-API-Key': setting('CLAIMS_KEY') },
      body: JSON.stringify(request),
    });
    answer = json;
  } catch {
    console.log('custom claims: no answer');
  }
  if (answer?.outcome === 'issue') {
    for (const [name, value] of Object.entries(answer.claims.access_token)) {
      kinde.accessToken.setCustomClaim(name, value);
    }
    for (const [name, value] of Object.entries(answer.claims.id_token)) kinde.idToken.setCustomClaim(name, value);
    return;
  }
  if (answer?.outcome === 'unchanged') return;
  if (answer?.error === 'access_denied') {
    kinde.auth.denyAccess(answer.error_description);
    return;
  }
  if (setting('CLAIMS_ON_FAILURE') !== 'issue') {
    kinde.auth.denyAccess('We cannot sign you in at the moment. Please try again later.');
    return;
  }
  const status = setting('CLAIMS_STATUS_CLAIM');
  if (status) {
    kinde.accessToken.setCustomClaim(status, 'degraded');
    kinde.idToken.setCustomClaim(status, 'degraded');
  }
}
