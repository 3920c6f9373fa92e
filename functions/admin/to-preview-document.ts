import type { Preview } from '../../lib/administration/preview-tokens.ts';
import type { PreviewDocument } from './schemas/preview.ts';

const nothing = { id_token: {}, access_token: {}, userinfo: {} };

/** A preview as the API shows it. */
export const toPreviewDocument = ({ decision, request, ...explanation }: Preview): PreviewDocument => ({
  instance: explanation.instance,
  hook: explanation.hook,
  mode: { configured: explanation.mode.configured, effective: explanation.mode.effective },
  tokens: request.tokens,
  scopes: request.scopes.granted,
  groups: explanation.groups.map(({ precedence, ...group }) => ({
    ...group,
    ...(precedence === undefined ? {} : { precedence }),
  })),
  unknownGroups: explanation.unknownGroups,
  sources: explanation.sources,
  outcome: decision.outcome,
  ...(decision.outcome === 'deny' ? { reason: decision.reason, message: decision.message } : {}),
  version: decision.version,
  claims: decision.outcome === 'issue' ? decision.claims : nothing,
  trace: decision.trace.map((entry) => JSON.parse(JSON.stringify(entry))),
  budget: explanation.budget,
});
