import { readFile } from 'node:fs/promises';
import { safeParse } from 'zod/v4/core';
import type { IncomingTokenRequest } from '../../lib/token-request.ts';
import { CommandError, UsageError } from '../frame/command-error.ts';
import type { Target } from '../frame/configuration.ts';
import { requestFromFlags, withScopes } from './request-from-flags.ts';

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

/** The token request as the hook would read it out of its IdP's event. @throws UsageError */
export const readIncoming = async (flags: RequestFlags, target: Target): Promise<IncomingTokenRequest> => {
  if (flags.event === undefined) {
    return requestFromFlags(flags, target);
  }
  refuseBeside('--event FILE says that', {
    '--client': flags.client,
    '--audience': flags.audience,
    '--organization': flags.organization,
    '--groups': flags.groups,
    '--grant-type': flags.grantType,
    '--tokens': flags.tokens,
  });
  return changeIncoming(await fromEvent(flags.event, target), flags, target);
};

/** The same request for another subject or with other scopes. @throws UsageError */
export const changeIncoming = (
  incoming: IncomingTokenRequest,
  { subject, scopes }: RequestChanges,
  { hook }: Target,
): IncomingTokenRequest => {
  const changed = subject === undefined ? incoming : { ...incoming, subject: { ...incoming.subject, id: subject } };
  return scopes === undefined ? changed : withScopes(changed, scopes, hook);
};

/** An option that would mean nothing is refused, lest somebody believes that it was heard. */
export const refuseBeside = (why: string, given: Readonly<Record<string, unknown>>): void => {
  const idle = Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag]));
  if (idle.length > 0) {
    throw new UsageError(`${why}: leave out ${idle.join(', ')}`);
  }
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
