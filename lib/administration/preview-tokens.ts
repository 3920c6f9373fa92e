import type { Attributes } from '../claims/claim-value.ts';
import { dottedPaths } from '../claims/dotted-paths.ts';
import { type GrantType, nothingPresent, type Subject, type TokenKind } from '../token-request.ts';
import { vouchedAttributes } from '../vouched-attributes.ts';
import { type Explanation, explainTokenRequest } from './explain.ts';
import { type SourceReport, watchSources } from './preview-sources.ts';
import type { Services } from './services.ts';
import { findTarget, type Target } from './target.ts';

/** A token request that nobody made: "what would this person get, if ...". */
export type PreviewQuery = {
  readonly instance: string;
  readonly subject: Subject;
  readonly client: string;
  /** Default: `client_credentials` for a client, else `authorization_code`. */
  readonly grantType?: GrantType | undefined;
  /** Counts as requested and as granted; the instance's rule says which of them release claims. */
  readonly scopes: readonly string[];
  readonly audiences?: readonly string[] | undefined;
  readonly organization?: string | undefined;
  /** Groups that the IdP's event would name. */
  readonly groups?: readonly string[] | undefined;
  /** What the IdP's event would say of the subject; only what the hook hands on counts. */
  readonly idpAttributes?: Attributes | undefined;
  /** Of those that such a request issues; default: all of them. */
  readonly tokens?: readonly TokenKind[] | undefined;
};

export type Preview = Explanation & {
  readonly sources: SourceReport;
};

/**
 * Decides a hypothetical token request by the production decision, on what is stored now and what the additional
 * sources say. The answer holds claim values.
 * @throws InvalidRequestError when there is no such hook instance, and what the store throws
 */
export const previewTokens = async (services: Services, query: PreviewQuery): Promise<Preview> => {
  const target = findTarget(services, query.instance);
  const { scopes, audiences = [] } = query;
  const machine = query.subject.kind === 'client';
  const issued = services.tokensOfRequest?.(target.hook, { machine, scopes, audiences }) ?? target.hook.limits.tokens;
  const watched = watchSources(services.sources ?? { asked: [], notAsked: [] });
  const explanation = await explainTokenRequest({
    policy: services.policy,
    ...target,
    reader: services.store,
    sources: watched.sources,
    incoming: {
      grantType: query.grantType ?? (machine ? 'client_credentials' : 'authorization_code'),
      subject: query.subject,
      client: query.client,
      scopes: { granted: scopes, requested: scopes },
      audiences,
      organization: query.organization,
      groups: query.groups ?? [],
      idpAttributes: handedOn(query.idpAttributes ?? {}, services, target),
      tokens: issued.filter((token) => query.tokens?.includes(token) ?? true),
      present: nothingPresent,
    },
  });
  return { ...explanation, sources: watched.report(explanation.request) };
};

/** What the hook would hand on of it, by dotted path: what the instance vouches for, or what only administrators write. */
const handedOn = (given: Attributes, { idpAttributesOf }: Services, { instanceConfig, hook }: Target): Attributes => {
  const roots = idpAttributesOf?.(hook.name) ?? 'vouched';
  if (roots === 'vouched') {
    return vouchedAttributes(given, instanceConfig.idpAttributes);
  }
  // Somebody may give `app_metadata.plan` as well as what it is in.
  const own = Object.entries(given).filter(([name]) =>
    roots.some((root) => name === root || name.startsWith(`${root}.`)),
  );
  return Object.fromEntries(own.flatMap(([name, value]) => Object.entries(dottedPaths(name, value))));
};
