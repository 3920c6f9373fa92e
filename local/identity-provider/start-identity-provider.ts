import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { listen, type RunningServer } from '../listen.ts';
import { loadAction } from './action-sandbox.ts';
import { createClients } from './clients.ts';
import { type AskedClaims, answerInteraction } from './interaction.ts';
import { createLogins } from './logins.ts';
import { createProvider } from './provider.ts';
import { createJwtUserinfo } from './userinfo.ts';

const actionFile = (name: string): string => fileURLToPath(new URL(`../../actions/auth0/${name}.js`, import.meta.url));

export type IdentityProviderOptions = {
  readonly port: number;
  /** Origin of the front, where the console's redirect goes. */
  readonly front: string;
  readonly machineSecret: string;
  /** `event.secrets` of each Action, asked for at each run: a rotated one counts at once. */
  readonly secrets: {
    readonly postLogin: () => Readonly<Record<string, string>>;
    readonly credentialsExchange: () => Readonly<Record<string, string>>;
  };
  /** What the login page shows of the claims that the application would learn. */
  readonly askedClaims: AskedClaims;
  readonly log: (line: string) => void;
};

const createSigningKeys = async () => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const common = { alg: 'RS256', use: 'sig', kid: 'local' };
  return {
    signingKey: { ...(await exportJWK(privateKey)), ...common },
    keys: createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), ...common }] }),
  };
};

/** Starts the local identity provider on 127.0.0.1. It runs the very files of `actions/auth0/`. */
export const startIdentityProvider = async (options: IdentityProviderOptions): Promise<RunningServer> => {
  const { port, front, machineSecret, secrets, askedClaims, log } = options;
  const issuer = `http://127.0.0.1:${port}`;
  const { signingKey, keys } = await createSigningKeys();
  const postLogin = loadAction(actionFile('post-login'), 'onExecutePostLogin', { secrets: secrets.postLogin, log });
  const credentialsExchange = loadAction(actionFile('credentials-exchange'), 'onExecuteCredentialsExchange', {
    secrets: secrets.credentialsExchange,
    log,
  });
  const logins = createLogins(postLogin);
  const userinfo = createJwtUserinfo({ issuer, keys, logins });
  const clients = createClients({ machineSecret, front });
  const provider = createProvider({ issuer, clients, signingKey, logins, credentialsExchange, userinfo });
  provider.on('server_error', (_ctx, error) => log(`identity provider: ${error.message}`));
  const callback = provider.callback();
  const server = createServer(async (request, response) => {
    try {
      if (request.url?.startsWith('/interaction/'))
        return await answerInteraction({ provider, askedClaims }, request, response);
      if (request.url === '/userinfo' && (await userinfo.answer(request, response))) return;
      await callback(request, response);
    } catch (error) {
      log(`identity provider: ${error instanceof Error ? error.message : 'unexpected fault'}`);
      response
        .writeHead(400, { 'content-type': 'text/plain' })
        .end('This login has ended; start again at the application.');
    }
  });
  return listen(server, port);
};
