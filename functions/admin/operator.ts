import { createMiddleware } from 'hono/factory';
import { type BearerJwtVerifier, createBearerJwtVerifier } from '../../lib/callers/bearer-jwt.ts';
import { problem } from './problem.ts';
import type { AdminSettings } from './settings.ts';

export const adminScopes = ['claims:read', 'claims:write', 'claims:audit', 'claims:epoch'] as const;
export type AdminScope = (typeof adminScopes)[number];

/** Who calls the admin API: the `sub` of the operator's token, and what it was granted. */
export type Operator = { readonly subject: string; readonly scopes: ReadonlySet<string> };

export type AdminEnvironment = { Variables: { operator: Operator } };

/** A key set that does not answer must not hold a Lambda. */
const verifyMs = 5000;

/** RFC 9068 and most providers use `scope`; Okta `scp`, Auth0 with RBAC also `permissions`. */
const scopesOf = ({ scope, scp, permissions }: Readonly<Record<string, unknown>>): ReadonlySet<string> =>
  new Set(
    [scope, scp, permissions].flatMap((value) => {
      if (typeof value === 'string') {
        return value.split(' ');
      }
      return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
    }),
  );

/**
 * Lets operators in: a bearer JWT of the operator's OIDC provider, with issuer, audience and algorithms pinned.
 * @see https://www.rfc-editor.org/rfc/rfc6750
 */
export const authenticateOperator = (
  { issuer, audience, jwksUri, algorithms }: AdminSettings,
  verifier: BearerJwtVerifier = createBearerJwtVerifier({ now: Date.now }),
) =>
  createMiddleware<AdminEnvironment>(async (c, next) => {
    const [, jwt] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    if (jwt === undefined) {
      c.header('www-authenticate', 'Bearer');
      return problem(c, 401, 'unverified_caller', {
        title: 'Not authenticated',
        detail: 'Send an access token of the operators’ OIDC provider: Authorization: Bearer ...',
      });
    }
    const result = await verifier.verify(
      jwt,
      { kind: 'bearer-jwt', issuer, audience, jwksUri, algorithms },
      { signal: AbortSignal.timeout(verifyMs), emulator: false },
    );
    const subject = result.verified ? result.claims?.['sub'] : undefined;
    if (!result.verified || typeof subject !== 'string' || subject === '') {
      c.header('www-authenticate', 'Bearer error="invalid_token"');
      const detail = result.verified ? 'the JWT has no "sub"' : result.reason;
      return problem(c, 401, 'unverified_caller', { title: 'Not authenticated', detail });
    }
    c.set('operator', { subject, scopes: scopesOf(result.claims ?? {}) });
    return next();
  });

/** Refuses operators whose token lacks a scope. */
export const requireScope = (scope: AdminScope) =>
  createMiddleware<AdminEnvironment>(async (c, next) => {
    if (c.get('operator').scopes.has(scope)) {
      return next();
    }
    c.header('www-authenticate', `Bearer error="insufficient_scope", scope="${scope}"`);
    return problem(c, 403, 'insufficient_scope', {
      title: 'Not allowed',
      detail: `This needs the scope ${scope}, which the access token does not have.`,
    });
  });
