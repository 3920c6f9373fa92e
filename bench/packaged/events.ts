import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import instances from '../../hooks.config.ts';
import { httpApiEvent } from '../../test/support/http-api-event.ts';
import { subject } from './world.ts';

const recorded = (path: string) =>
  JSON.parse(readFileSync(new URL(`../../test/fixtures/events/${path}`, import.meta.url), 'utf8'));

export const groupNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `group-${index}`);

/** The client that the person of {@link cognitoEvent} uses. */
export const cognitoClient: string = recorded('cognito/v2-authentication.json').callerContext.clientId;

/** Cognito's V2 event of a login, for one of the configured pools. */
export const cognitoEvent = (groups = 3): object => {
  const event = recorded('cognito/v2-authentication.json');
  const proof = Object.values(instances).find(({ hook }) => hook.startsWith('cognito/'))?.proof;
  return {
    ...event,
    userPoolId: proof?.kind === 'user-pools' ? proof.userPoolIds[0] : event.userPoolId,
    request: {
      ...event.request,
      userAttributes: { ...event.request.userAttributes, sub: subject },
      groupConfiguration: { ...event.request.groupConfiguration, groupsToOverride: groupNames(groups) },
    },
  };
};

/** Our Action's call of a login, signed now. */
export const postLoginEvent = (secret: string): object => {
  const body = JSON.stringify({ ...recorded('auth0/post-login.json'), subject });
  const id = randomUUID();
  const now = new Date();
  return httpApiEvent({
    path: '/auth0/post-login',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
    body,
  });
};
