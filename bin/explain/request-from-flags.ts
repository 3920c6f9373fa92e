import { requestFactsOf, tokensOfRequest } from '../../functions/request-facts.ts';
import type { RequestFacts } from '../../lib/hook-facts.ts';
import type { TokenHook } from '../../lib/token-hook.ts';
import { type IncomingTokenRequest, nothingPresent, type TokenKind, tokenKinds } from '../../lib/token-request.ts';
import { UsageError } from '../frame/command-error.ts';
import type { Target } from '../frame/configuration.ts';
import { listOf } from './list-of.ts';
import type { RequestFlags } from './read-incoming.ts';

/**
 * The token request as the hook would read it out of an event about what the flags say: what its IdP's event cannot say
 * is refused, and there are only the tokens that production would find.
 * @throws UsageError
 */
export const requestFromFlags = (flags: RequestFlags, { hook }: Target): IncomingTokenRequest => {
  const facts = requestFactsOf(hook.name);
  refuseUnsayable(flags, hook, facts);
  const grantType = flags.grantType ?? grantTypeOf(facts, flags);
  const machine = grantType === 'client_credentials';
  const client = flags.client ?? '';
  const subject = flags.subject ?? (machine ? client : undefined);
  if (subject === undefined || subject === '') {
    throw new UsageError(
      machine
        ? 'say which machine with --client ID'
        : 'say whose token with --subject ID (or a machine with --grant-type client_credentials --client ID, or --event FILE)',
    );
  }
  const scopes = listOf(flags.scopes ?? '', ' ');
  const audiences = facts.audiences === 'client' ? [client].filter((id) => id !== '') : (flags.audience ?? []);
  return {
    grantType,
    subject: { kind: machine ? 'client' : 'user', id: subject },
    client,
    scopes: scopesAsSent(scopes, hook),
    audiences,
    organization: flags.organization,
    groups: listOf(flags.groups ?? '', ','),
    idpAttributes: {},
    tokens: chosenTokens(flags.tokens, tokensOfRequest(hook, { machine, scopes, audiences }), hook),
    present: nothingPresent,
  };
};

/**
 * The same request with other scopes, which may issue other tokens; a token that was left out on purpose stays out.
 * @throws UsageError where the event names none
 */
export const withScopes = (incoming: IncomingTokenRequest, text: string, hook: TokenHook): IncomingTokenRequest => {
  if (hook.limits.scopes === 'none') {
    throw new UsageError(`the event of ${hook.name} names no scopes, so that others would change nothing`);
  }
  const scopes = listOf(text, ' ');
  const machine = incoming.subject.kind === 'client';
  const { requested, granted = [] } = incoming.scopes;
  const issuedWith = (names: readonly string[]): readonly TokenKind[] =>
    tokensOfRequest(hook, { machine, scopes: names, audiences: incoming.audiences });
  const leftOut = issuedWith(requested ?? granted).filter((token) => !incoming.tokens.includes(token));
  return {
    ...incoming,
    scopes: scopesAsSent(scopes, hook),
    tokens: issuedWith(scopes).filter((token) => !leftOut.includes(token)),
  };
};

/** Scopes in the forms in which the IdP's event has them: which of them count, the instance's rule says. */
const scopesAsSent = (scopes: readonly string[], { limits }: TokenHook): IncomingTokenRequest['scopes'] => {
  const { scopes: known = 'both' } = limits;
  return {
    ...(known === 'granted' || known === 'both' ? { granted: scopes } : {}),
    ...(known === 'requested' || known === 'both' ? { requested: scopes } : {}),
  };
};

/** A machine is not asked for where the flags name a person, and the other way round. */
const grantTypeOf = ({ grantTypes = ['authorization_code'] }: RequestFacts, { subject }: RequestFlags): string => {
  const [first = 'authorization_code'] = grantTypes;
  return subject === undefined ? first : (grantTypes.find((grantType) => grantType !== 'client_credentials') ?? first);
};

const refuseUnsayable = (flags: RequestFlags, { name, limits }: TokenHook, facts: RequestFacts): void => {
  const refuse = (flag: string, what: string): never => {
    throw new UsageError(`the event of ${name} ${what}: leave out ${flag}`);
  };
  if (flags.organization !== undefined && !facts.organization) refuse('--organization', 'names no organization');
  if (flags.groups !== undefined && !facts.groups) refuse('--groups', 'names no groups');
  if (flags.scopes !== undefined && limits.scopes === 'none') refuse('--scopes', 'names no scopes');
  if (flags.audience !== undefined) {
    if (facts.audiences === 'none') refuse('--audience', 'names no audience');
    if (facts.audiences === 'client') refuse('--audience', 'has the client as its audience');
    if (facts.audiences === 'one' && flags.audience.length > 1) refuse('all but one --audience', 'names one audience');
  }
  if (flags.grantType !== undefined && facts.grantTypes?.includes(flags.grantType) === false) {
    throw new UsageError(
      `${name} is never called with the grant type ${flags.grantType}, but with ${facts.grantTypes.join(', ')}`,
    );
  }
};

const chosenTokens = (
  chosen: string | undefined,
  issued: readonly TokenKind[],
  { name }: TokenHook,
): readonly TokenKind[] => {
  if (chosen === undefined) return issued;
  return listOf(chosen, ',').map((text) => {
    const token = tokenKinds.find((kind) => kind === text);
    if (token === undefined) {
      throw new UsageError(`there is no token "${text}"; there are ${tokenKinds.join(', ')}`);
    }
    if (!issued.includes(token)) {
      throw new UsageError(
        `such a request reaches ${issued.join(', ') || 'no token'} at ${name}: --tokens can only choose among these (an access token may need --audience, an ID token the scope openid)`,
      );
    }
    return token;
  });
};
