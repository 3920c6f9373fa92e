import type { TokenKind } from '../../lib/token-request.ts';
import type { TokenClaim, TokenClaims } from './token-claims.ts';
import { quoted, toMemberName, toTypeScriptType } from './typescript-type.ts';
import { toZodSource } from './zod-source.ts';

/** The source of a module with types, zod schemas and a reader of each token's custom claims; it needs zod 4 only. */
export const claimsModule = (tokens: readonly TokenClaims[], command: string): string =>
  `${[
    header(command),
    readHelper(tokens.some(({ claims }) => claims.some(({ fromText }) => fromText))),
    ...tokens.map(tokenSource),
  ].join('\n\n')}\n`;

const header = (command: string): string => `/*
 * The custom claims of our tokens, as the claims policy declares them.
 * Made by \`${command}\`: do not edit it, make it again when the policy changes.
 */
import * as z from 'zod';`;

const readHelper = (texts: boolean): string => `type Payload = Readonly<Record<string, unknown>>;
type Source = { readonly name: string${texts ? '; readonly fromText?: true' : ''} };

/** A custom claim of a verified token is not what the claims policy declares. Names claims, never values. */
export class UnexpectedClaimsError extends Error {
  readonly claims: readonly string[];

  constructor(claims: readonly string[]) {
    super(\`The token's custom claims are not as declared: \${claims.join(', ')}\`);
    this.name = 'UnexpectedClaimsError';
    this.claims = claims;
  }
}
${
  texts
    ? `
/** Some IdPs carry texts only: everything else is JSON there. */
const decode = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};
`
    : ''
}
const read = <Claims>(
  sources: Readonly<Record<string, Source>>,
  schema: z.ZodType<Claims>,
  payload: Payload,
): Claims => {
  const claims: Record<string, unknown> = {};
  for (const [claim, source] of Object.entries(sources)) {
    const value = Object.hasOwn(payload, source.name) ? payload[source.name] : undefined;
    if (value !== undefined) claims[claim] = ${texts ? 'source.fromText ? decode(value) : value' : 'value'};
  }
  const parsed = schema.safeParse(claims);
  if (parsed.success) return parsed.data;
  throw new UnexpectedClaimsError([...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]);
};`;

const titles: Readonly<Record<TokenKind, { readonly type: string; readonly value: string; readonly what: string }>> = {
  id_token: { type: 'IdTokenClaims', value: 'idToken', what: 'an ID token' },
  access_token: { type: 'AccessTokenClaims', value: 'accessToken', what: 'an access token' },
  userinfo: { type: 'UserinfoClaims', value: 'userinfo', what: 'a UserInfo response' },
};

const tokenSource = ({ token, claims }: TokenClaims): string => {
  const { type, value, what } = titles[token];
  return `/** The custom claims of ${what}. One that is not there was not granted, not stored, or withheld. */
export type ${type} = {
${claims.map(typeMember).join('\n')}
};

export const ${value}Claims: z.ZodType<${type}> = z.object({
${claims.map((claim) => `  ${toMemberName(claim.claim)}: ${toZodSource(claim.schema)}${claim.always ? '' : '.optional()'},`).join('\n')}
});

const ${value}Sources = {
${claims.map((claim) => `  ${toMemberName(claim.claim)}: { name: ${quoted(claim.name)}${claim.fromText ? ', fromText: true' : ''} },`).join('\n')}
} as const;

/**
 * Reads the custom claims of ${what} whose signature, issuer and audience have been verified.
 * @throws UnexpectedClaimsError
 */
${fitted(`export const read${type} = (payload: Payload): ${type} =>`, `read(${value}Sources, ${value}Claims, payload);`)}`;
};

const typeMember = ({ claim, description, schema, always }: TokenClaim): string =>
  `  /** ${description.replaceAll('*/', '*\\/').replaceAll('\n', ' ')} */\n  readonly ${toMemberName(claim)}${always ? '' : '?'}: ${toTypeScriptType(schema)}${always ? '' : ' | undefined'};`;

/** One line where it fits, as formatters want it. */
const fitted = (head: string, body: string): string =>
  head.length + 1 + body.length > 120 ? `${head}\n  ${body}` : `${head} ${body}`;
