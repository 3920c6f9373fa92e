import type { LambdaEvent } from 'hono/aws-lambda';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { encodePathId } from '../../functions/admin/path-id.ts';
import { readAdminSettings } from '../../functions/admin/settings.ts';
import { startTestDynamoDB } from '../support/dynamodb.ts';
import { type HttpCall, httpApiEvent } from '../support/http-api-event.ts';
import { audience, type Provider, startProvider } from './support.ts';

/** An event of the HTTP API as Hono's adapter types it. */
const adminEvent = (
  method: HttpCall['method'],
  path: string,
  { token, body, headers }: EventParts = {},
): LambdaEvent => {
  const { requestContext, ...event } = httpApiEvent({
    method,
    path,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
  });
  return {
    ...event,
    body: body === undefined ? null : JSON.stringify(body),
    requestContext: { ...requestContext, authentication: null, authorizer: {} },
  };
};

type EventParts = { token?: string; body?: unknown; headers?: Record<string, string> };

describe('the Lambda entry', () => {
  let provider: Provider;
  let dynamodb: Awaited<ReturnType<typeof startTestDynamoDB>>;

  beforeAll(async () => {
    provider = await startProvider();
    dynamodb = await startTestDynamoDB();
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    provider.close();
    await dynamodb.stop();
  });

  const load = async (environment: Record<string, string>) => {
    vi.resetModules();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    for (const [name, value] of Object.entries(environment)) {
      vi.stubEnv(name, value);
    }
    const { admin } = await import('../../functions/admin/handler.ts');
    return (event: LambdaEvent) => admin(event);
  };

  test('serves HTTP API events on DynamoDB, ids with any character included', async () => {
    const invoke = await load({
      ATTRIBUTES_TABLE: dynamodb.tables.attributes,
      CHANGES_TABLE: dynamodb.tables.changes,
      DYNAMODB_ENDPOINT: dynamodb.endpoint,
      ADMIN_ISSUER: provider.issuer,
      ADMIN_AUDIENCE: audience,
      ADMIN_JWKS_URI: `${provider.issuer}/jwks`,
    });
    const token = await provider.sign();
    const path = `/admin/realms/customers/users/${encodePathId('auth0|a/b%')}/attributes/user_id`;
    const written = await invoke(
      adminEvent('PUT', path, { token, body: { value: 7 }, headers: { 'if-none-match': '*' } }),
    );
    expect(written.statusCode).toBe(200);
    expect(JSON.parse(written.body)).toMatchObject({
      item: { id: 'auth0|a/b%', attributes: { user_id: 7 }, version: 1 },
    });
    const refused = await invoke(adminEvent('GET', '/admin/catalogue'));
    expect(refused.statusCode).toBe(401);
  });

  test('answers, and does not crash, when it is not configured', async () => {
    const invoke = await load({ ADMIN_ISSUER: '' });
    const answer = await invoke(adminEvent('GET', '/admin/health'));
    expect(answer.statusCode).toBe(503);
    expect(JSON.parse(answer.body)).toMatchObject({ title: 'Not configured' });
  });
});

describe('settings', () => {
  const good = {
    ADMIN_ISSUER: 'https://idp.example.com/',
    ADMIN_AUDIENCE: 'a',
    ADMIN_JWKS_URI: 'https://idp.example.com/jwks',
  };

  test('name what is missing', () => {
    expect(() => readAdminSettings({ ...good, ADMIN_AUDIENCE: undefined })).toThrow('needs ADMIN_AUDIENCE');
  });

  test.each(['none', 'HS256', 'RS256, hs512'])('refuse %s as an algorithm', (ADMIN_ALGORITHMS) => {
    expect(() => readAdminSettings({ ...good, ADMIN_ALGORITHMS })).toThrow('asymmetric algorithms only');
  });
});
