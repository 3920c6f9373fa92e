import { readFile } from 'node:fs/promises';
import { safeParse } from 'zod/v4/core';
import { type IncomingTokenRequest, nothingPresent, type TokenKind, tokenKinds } from '../../lib/token-request.ts';
import { CommandError, UsageError } from '../frame/command-error.ts';
import type { Target } from '../frame/configuration.ts';

/** The flags that describe a token request, or a recorded event that does. */
export type RequestFlags = {
  readonly subject?: string | undefined;
  readonly client?: string | undefined;
  readonly scopes?: string | undefined;
  readonly audience?: readonly string[] | undefined;
  readonly organization?: string | undefined;
  readonly groups?: string | undefined;
  readonly grantType?: string | undefined;
  readonly tokens?: string | undefined;
  readonly event?: string | undefined;
};

/** What differs from the request that the flags or the event describe. */
export type RequestChanges = Pick<RequestFlags, 'subject' | 'scopes'>;

/** The token request as the hook would read it out of its IdP's event. */
export const readIncoming = async (flags: RequestFlags, target: Target): Promise<IncomingTokenRequest> =>
  flags.event === undefined ? fromFlags(flags, target) : changeIncoming(await fromEvent(flags.event, target), flags);

/** The same request for another subject or with other scopes. */
export const changeIncoming = (
  incoming: IncomingTokenRequest,
  { subject, scopes }: RequestChanges,
): IncomingTokenRequest => ({
  ...incoming,
  ...(subject === undefined ? {} : { subject: { ...incoming.subject, id: subject } }),
  ...(scopes === undefined ? {} : { scopes: scopesOf(scopes) }),
});

const fromFlags = (flags: RequestFlags, { hook }: Target): IncomingTokenRequest => {
  const grantType = flags.grantType ?? 'authorization_code';
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
  return {
    grantType,
    subject: { kind: machine ? 'client' : 'user', id: subject },
    client,
    scopes: scopesOf(flags.scopes ?? ''),
    audiences: flags.audience ?? [],
    organization: flags.organization,
    groups: listOf(flags.groups ?? '', ','),
    idpAttributes: {},
    tokens: tokensOf(flags.tokens, hook.limits.tokens),
    present: nothingPresent,
  };
};

const fromEvent = async (file: string, { hook, instanceConfig }: Target): Promise<IncomingTokenRequest> => {
  const event = await readJsonFile(file);
  const parsed = safeParse(hook.event, event);
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.map(String).join('.') || 'the event itself');
    throw new CommandError(
      `${file} is not an event of ${hook.name}: see ${[...new Set(paths)].join(', ')}; choose another hook with --instance`,
    );
  }
  return hook.toTokenRequest(parsed.data, {
    subject: instanceConfig.subject,
    idpAttributes: instanceConfig.idpAttributes,
    tokens: instanceConfig.tokens,
  });
};

const readJsonFile = async (file: string): Promise<unknown> => {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be read (${error.code})`, { cause: error });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${file} is not valid JSON`, { cause: error });
  }
};

/** Whether the scopes count as granted, the instance's rule says: both forms are filled, as most IdPs do. */
const scopesOf = (scopes: string): IncomingTokenRequest['scopes'] => {
  const list = listOf(scopes, ' ');
  return { granted: list, requested: list };
};

const tokensOf = (tokens: string | undefined, reached: readonly TokenKind[]): readonly TokenKind[] =>
  tokens === undefined
    ? reached
    : listOf(tokens, ',').map((name) => {
        const token = tokenKinds.find((kind) => kind === name);
        if (token === undefined) {
          throw new UsageError(`there is no token "${name}"; there are ${tokenKinds.join(', ')}`);
        }
        return token;
      });

const listOf = (text: string, separator: string): readonly string[] =>
  text
    .split(separator)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
