/**
 * Kinde workflow for the trigger m2m:token_generation: asks the custom claims hook (POST /claims) what goes into a machine's
 * token. docs/idps/kinde.md explains the set-up.
 *
 * Environment variables of the Kinde environment: CLAIMS_URL, CLAIMS_KEY (secret); optional: CLAIMS_ON_FAILURE
 * (deny | issue), CLAIMS_STATUS_CLAIM (name of the claim that says "degraded").
 */
export const workflowSettings = {
  id: 'customClaimsMachine',
  name: 'Custom claims for machines',
  trigger: 'm2m:token_generation',
  failurePolicy: { action: 'stop' },
  bindings: { 'kinde.m2mToken': {}, 'kinde.env': {}, 'kinde.fetch': {}, url: {} },
};

export default async function customClaimsMachine(event) {
  const setting = (name) => kinde.env.getEnvironmentVariable(name)?.value;
  const request = {
    subject: event.context.application.clientId,
    type: 'client',
    scope: event.request?.auth?.scope,
    audience: event.request?.auth?.audience,
    tokens: ['access_token'],
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
    for (const [name, value] of Object.entries(answer.claims.access_token)) kinde.m2mToken.setCustomClaim(name, value);
    return;
  }
  if (answer?.outcome === 'unchanged') return;
  // This trigger knows no denial; a workflow that fails stops the token (failurePolicy).
  if (answer?.error === 'access_denied') throw new Error(answer.error_description);
  if (setting('CLAIMS_ON_FAILURE') !== 'issue') throw new Error('custom claims: no answer');
  const status = setting('CLAIMS_STATUS_CLAIM');
  if (status) kinde.m2mToken.setCustomClaim(status, 'degraded');
}
