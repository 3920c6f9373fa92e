import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { genericClaims } from '../../functions/generic/claims.ts';
import { genericSubjectClaims } from '../../functions/generic/subject-claims.ts';
import { AttributeStoreError } from '../../lib/errors.ts';
import { readEvents } from '../support/hook-events.ts';
import type { Answer, HookCaller, HookFixture } from '../support/hook-fixture.ts';
import { createHookHarness, type HarnessOptions } from '../support/hook-harness.ts';
import { genericClaimsFixture } from '../support/hooks/generic-claims.ts';
import { genericSubjectClaimsFixture } from '../support/hooks/generic-subject-claims.ts';
import { storeOf, user } from '../support/vector.ts';
import { policies } from '../vectors/policies.ts';

const json = (name: string): z.core.JSONSchema.BaseSchema =>
  JSON.parse(readFileSync(new URL(`../../docs/generic/${name}`, import.meta.url), 'utf8'));
const validator = (name: string) => z.fromJSONSchema(json(name));
const openApi = z
  .object({
    paths: z.record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          parameters: z.array(z.object({ name: z.string(), schema: z.unknown() })).optional(),
          responses: z.record(z.string(), z.unknown()),
        }),
      ),
    ),
  })
  .parse(json('openapi.json'));

const statuses = (path: string, method: string) => Object.keys(openApi.paths[path]?.[method]?.responses ?? {});
const bodyOf = (answer: Answer) => (answer.kind === 'http' ? JSON.parse(answer.body) : undefined);

let caller: HookCaller;
beforeAll(async () => {
  caller = await genericClaimsFixture.caller();
});
afterAll(() => caller.close?.());

const harness = async (fixture: HookFixture, options: Partial<HarnessOptions> = {}) =>
  createHookHarness(fixture, {
    policy: policies.shop,
    reader: await storeOf([user({ user_role: 'admin' }, {}, 'ada'), user({}, { blocked: true }, 'bruno')]),
    ...options,
  });

describe('docs/generic', () => {
  it('describes the members that the hook reads, and no others', () => {
    const described = Object.keys(json('claims-request.schema.json')['properties'] ?? {});
    const read = z.toJSONSchema(genericClaims.event, { unrepresentable: 'any' }).properties ?? {};
    expect(described).toEqual(Object.keys(read));
  });

  it('describes the parameters that the GET hook reads, and no others', () => {
    const get = openApi.paths['/claims']?.['get']?.parameters?.map(({ name }) => name) ?? [];
    const read = z.toJSONSchema(genericSubjectClaims.event).properties ?? {};
    expect(get.toSorted()).toEqual(Object.keys(read).toSorted());
  });

  it('takes the recorded requests, and refuses what the hook refuses', () => {
    const request = validator('claims-request.schema.json');
    for (const event of readEvents(genericClaimsFixture)) expect(request.safeParse(event).success).toBe(true);
    for (const junk of genericClaimsFixture.junk ?? []) expect(request.safeParse(junk).success).toBe(false);
  });

  it('describes every answer of POST /claims', async () => {
    const answered = new Set<string>();
    const response = validator('claims-response.schema.json');
    const error = validator('error.schema.json');
    const check = (answer: Answer) => {
      if (answer.kind !== 'http') throw new Error('no HTTP answer');
      answered.add(String(answer.status));
      expect((answer.status === 200 ? response : error).safeParse(bodyOf(answer)).error?.issues).toBeUndefined();
    };
    const { send, sendRaw } = await harness(genericClaimsFixture, { caller });
    for (const event of readEvents(genericClaimsFixture)) check((await send(event)).answer);
    check((await send({ subject: 'bruno' })).answer);
    check((await send({ subject: '' })).answer);
    check((await send({ subject: 'ada' }, { proof: 'forged' })).answer);
    const large = await sendRaw(JSON.stringify({ subject: 'x'.repeat(300_000) }));
    if (large) check(large.answer);
    const down = async () => {
      throw new AttributeStoreError('down');
    };
    check(
      (await (await harness(genericClaimsFixture, { caller, reader: { load: down } })).send({ subject: 'ada' })).answer,
    );
    for (const instance of [{ onFailure: 'issue' }, { mode: 'off' }] as const) {
      const degraded = await harness(genericClaimsFixture, { caller, reader: { load: down }, instance });
      check((await degraded.send({ subject: 'ada' })).answer);
    }
    expect(statuses('/claims', 'post')).toEqual(expect.arrayContaining([...answered]));
    expect([...answered].toSorted()).toEqual(['200', '400', '401', '403', '413', '503']);
  });

  it('describes every answer of GET /claims/{subject}', async () => {
    const error = validator('error.schema.json');
    const { send } = await harness(genericSubjectClaimsFixture);
    for (const [event, status] of [
      [{ subject: 'ada' }, 200],
      [{ subject: 'bruno' }, 403],
      [{ subject: 'ada', token: 'refresh_token' }, 400],
    ] as const) {
      const { answer } = await send(event);
      expect(answer).toMatchObject({ status });
      expect(statuses('/claims/{subject}', 'get')).toContain(String(status));
      if (status !== 200) expect(error.safeParse(bodyOf(answer)).success).toBe(true);
    }
  });
});
