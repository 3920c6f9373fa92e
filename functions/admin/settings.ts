import * as z from 'zod';
import { InvalidConfigurationError } from '../../lib/errors.ts';

const settingsSchema = z.object({
  /** The operator's OIDC provider: whose tokens open the API and where the console signs in. */
  ADMIN_ISSUER: z.url(),
  /** The audience of the API's access tokens. */
  ADMIN_AUDIENCE: z.string().min(1),
  ADMIN_JWKS_URI: z.url(),
  /** Comma-separated; what the provider signs access tokens with. */
  ADMIN_ALGORITHMS: z.string().default('RS256,PS256,ES256,EdDSA'),
  /** The console's public client at that provider; without it the console cannot sign in. */
  ADMIN_CLIENT_ID: z.string().min(1).optional(),
});

export type AdminSettings = {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksUri: string;
  readonly algorithms: readonly string[];
  readonly clientId?: string | undefined;
};

const symmetricOrNone = /^(?:none|HS\d+)$/i;

/** Reads the settings of the admin API from the environment. @throws InvalidConfigurationError, naming the variable */
export const readAdminSettings = (environment: Readonly<Record<string, string | undefined>>): AdminSettings => {
  const parsed = settingsSchema.safeParse(environment);
  if (!parsed.success) {
    const variables = parsed.error.issues.map(({ path }) => path.join('.'));
    throw new InvalidConfigurationError(
      `The admin API needs ${[...new Set(variables)].join(', ')}: the issuer URL, the API's audience and the URL of the key set of the operators' OIDC provider.`,
    );
  }
  const algorithms = parsed.data.ADMIN_ALGORITHMS.split(',').map((algorithm) => algorithm.trim());
  if (algorithms.some((algorithm) => symmetricOrNone.test(algorithm))) {
    throw new InvalidConfigurationError('ADMIN_ALGORITHMS may name asymmetric algorithms only, such as RS256.');
  }
  return {
    issuer: parsed.data.ADMIN_ISSUER,
    audience: parsed.data.ADMIN_AUDIENCE,
    jwksUri: parsed.data.ADMIN_JWKS_URI,
    algorithms,
    clientId: parsed.data.ADMIN_CLIENT_ID,
  };
};
