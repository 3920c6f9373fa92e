/*
 * The custom claims of our tokens, as the claims policy declares them.
 * Made by `claims types --token access_token --output examples/api/claims.ts`: do not edit it, make it again when the policy changes.
 */
import * as z from 'zod';

type Payload = Readonly<Record<string, unknown>>;
type Source = { readonly name: string };

/** A custom claim of a verified token is not what the claims policy declares. Names claims, never values. */
export class UnexpectedClaimsError extends Error {
  readonly claims: readonly string[];

  constructor(claims: readonly string[]) {
    super(`The token's custom claims are not as declared: ${claims.join(', ')}`);
    this.name = 'UnexpectedClaimsError';
    this.claims = claims;
  }
}

const read = <Claims>(
  sources: Readonly<Record<string, Source>>,
  schema: z.ZodType<Claims>,
  payload: Payload,
): Claims => {
  const claims: Record<string, unknown> = {};
  for (const [claim, source] of Object.entries(sources)) {
    const value = Object.hasOwn(payload, source.name) ? payload[source.name] : undefined;
    if (value !== undefined) claims[claim] = value;
  }
  const parsed = schema.safeParse(claims);
  if (parsed.success) return parsed.data;
  throw new UnexpectedClaimsError([...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]);
};

/** The custom claims of an access token. One that is not there was not granted, not stored, or withheld. */
export type AccessTokenClaims = {
  /** Id of the person in the order system */
  readonly user_id?: number | undefined;
  /** What the person may do in the shop */
  readonly user_role?: 'customer' | 'support' | 'admin' | undefined;
  /** Id of the company in the inventory system */
  readonly company_id?: number | undefined;
  /** The company's plan */
  readonly subscription_level?: 'bronze' | 'silver' | 'gold' | undefined;
  /** Features that are switched on */
  readonly feature_flags?: string[] | undefined;
  /** The organization that the person acts for */
  readonly tenant_id?: string | undefined;
  /** `degraded`: issued without our claims; `stale`: from the last known attributes */
  readonly claims_status?: 'degraded' | 'stale' | undefined;
};

export const accessTokenClaims: z.ZodType<AccessTokenClaims> = z.object({
  user_id: z.int().optional(),
  user_role: z.enum(['customer', 'support', 'admin']).optional(),
  company_id: z.int().optional(),
  subscription_level: z.enum(['bronze', 'silver', 'gold']).optional(),
  feature_flags: z.array(z.string()).optional(),
  tenant_id: z.string().optional(),
  claims_status: z.enum(['degraded', 'stale']).optional(),
});

const accessTokenSources = {
  user_id: { name: 'https://claims.example.com/user_id' },
  user_role: { name: 'https://claims.example.com/user_role' },
  company_id: { name: 'https://claims.example.com/company_id' },
  subscription_level: { name: 'https://claims.example.com/subscription_level' },
  feature_flags: { name: 'https://claims.example.com/feature_flags' },
  tenant_id: { name: 'https://claims.example.com/tenant_id' },
  claims_status: { name: 'https://claims.example.com/claims_status' },
} as const;

/**
 * Reads the custom claims of an access token whose signature, issuer and audience have been verified.
 * @throws UnexpectedClaimsError
 */
export const readAccessTokenClaims = (payload: Payload): AccessTokenClaims =>
  read(accessTokenSources, accessTokenClaims, payload);
