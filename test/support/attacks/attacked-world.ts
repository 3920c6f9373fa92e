import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import * as z from 'zod';
import { openSecretParameters } from '../../../bin/secrets/parameter-store.ts';
import type { HookInstance } from '../../../lib/hook-instance.ts';
import { activeValues } from '../../../lib/secrets/secret-value.ts';
import { freePorts } from '../../../local/ports.ts';
import { startWorld } from '../../../local/world.ts';
import { hooksConfigText } from '../all-hooks-config.ts';
import { hookFixtures } from '../hooks/index.ts';
import { startJwksServer } from '../jwks-server.ts';
import { copyService } from '../packaged-service.ts';
import type { Attacker } from './attack.ts';
import { type HttpAnswer, type HttpRequest, sendRequest, sendSlowly } from './http-request.ts';
import { createTarget, newSecretFor, type Target } from './target.ts';

const decisionRecord = z.looseObject({ message: z.literal('decision'), correlation_id: z.string() });
export type DecisionLine = z.infer<typeof decisionRecord>;

/** What every execution environment reads once, when it starts. */
const warmUpKey = 'warm-up#';

/** Counts what reaches a DynamoDB that runs in this process, at its own socket. */
const countReads = (port: number) => {
  let reads = 0;
  const note = (message: unknown) => {
    const { request, socket } = message as { readonly request: IncomingMessage; readonly socket: Socket };
    if (socket.localPort !== port) return;
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      if (!body.includes(warmUpKey)) reads += 1;
    });
  };
  subscribe('http.server.request.start', note);
  return { count: () => reads, stop: () => void unsubscribe('http.server.request.start', note) };
};

const toDecision = (line: string): DecisionLine | undefined => {
  try {
    return decisionRecord.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
};

/** The world of `npm start` with every HTTP hook there is, each way to call them, and somebody who attacks. */
export const startAttackedWorld = async () => {
  await using parts = new AsyncDisposableStack();
  const [issuer, stranger] = await Promise.all([startJwksServer(), startJwksServer()]);
  parts.defer(issuer.close);
  parts.defer(stranger.close);
  const fixtures = hookFixtures.filter(({ hook }) => hook.idp !== 'cognito');
  const targets: readonly Target[] = await Promise.all(fixtures.map((fixture) => createTarget(fixture, issuer)));
  const instances: Readonly<Record<string, HookInstance>> = Object.fromEntries(
    targets.toReversed().map(({ instance, settings }) => [instance, settings]),
  );
  const directory = await copyService(hooksConfigText(instances));
  parts.defer(() => rm(directory, { recursive: true, force: true }));

  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const ports = await freePorts();
  const world = await startWorld({
    ports,
    data: join(directory, 'data'),
    service: { directory, instances },
    log,
    functionsLog: log,
  });
  parts.defer(() => world.close());
  const reads = countReads(ports['dynamodb-port']);
  parts.defer(reads.stop);

  const parameters = openSecretParameters({
    secretsPath: world.facts.environment['SECRETS_PATH'],
    ssmEndpoint: world.facts.parameterStore,
  });
  const readSecrets = async () => {
    const stored = await parameters.read([...new Set(targets.map(({ instance }) => instance))]);
    for (const target of targets) target.secrets = activeValues(stored.get(target.instance) ?? '') ?? [];
  };
  await readSecrets();

  const answered = new Set<string | undefined>();
  const decisions = () => lines.map(toDecision).filter((record) => record !== undefined);
  const attacker: Attacker = { issuer, stranger, targets };
  const running = parts.move();
  return {
    targets,
    attacker,
    /** Everything that the functions, serverless-offline and the identity provider wrote. */
    lines: lines as readonly string[],
    send: async (request: HttpRequest): Promise<HttpAnswer> => {
      const answer = await sendRequest(ports.port, request);
      answered.add(answer.headers['x-correlation-id']);
      return answer;
    },
    sendSlowly: (request: HttpRequest, slowPart: 'headers' | 'body'): Promise<HttpAnswer> =>
      sendSlowly(ports.port, request, slowPart),
    /** Requests at DynamoDB since the start, without what an execution environment reads when it starts. */
    reads: reads.count,
    /** Calls of a hook whose answer nobody got: there are none, unless somebody was let through and cut off later. */
    unansweredCalls: () => decisions().filter(({ correlation_id }) => !answered.has(correlation_id)),
    decisionOf: (correlationId: string | undefined): DecisionLine | undefined =>
      decisions().find(({ correlation_id }) => correlation_id === correlationId),
    /** Gives every hook a new secret, beside the one in use; what was before that is gone. */
    rotate: async () => {
      const inUse = new Map(
        targets.filter(({ secrets }) => secrets.length > 0).map((target) => [target.instance, target]),
      );
      for (const [instance, { proof, secrets }] of inUse) {
        await parameters.write(instance, JSON.stringify({ current: newSecretFor(proof), previous: secrets[0] }));
      }
      await readSecrets();
    },
    close: () => running.disposeAsync(),
  };
};

export type AttackedWorld = Awaited<ReturnType<typeof startAttackedWorld>>;
