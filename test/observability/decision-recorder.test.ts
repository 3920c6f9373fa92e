import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ClaimsDecision } from '../../lib/claims/decision.ts';
import { AttributeStoreError, EventTooLargeError, InvalidEventError, UnverifiedCallerError } from '../../lib/errors.ts';
import type { DecisionRecord } from '../../lib/observability/decision-record.ts';
import { createDecisionRecorder, metricsNamespace } from '../../lib/observability/decision-recorder.ts';
import { describeFault } from '../../lib/observability/describe-fault.ts';
import type { SubjectLogging } from '../../lib/observability/subject-digest.ts';
import { nothingPresent, type TokenRequest } from '../../lib/token-request.ts';

const canary = `canary-${randomUUID()}`;

const request: TokenRequest = {
  realm: 'customers',
  grantType: 'refresh_token',
  subject: { kind: 'user', id: canary },
  email: canary,
  client: 'shop',
  scopes: { granted: ['order'], requested: [] },
  audiences: ['https://api.test/'],
  groups: [canary],
  idpAttributes: { plan: canary },
  tokens: ['access_token'],
  present: { ...nothingPresent, access_token: { old: canary } },
};

const decision: ClaimsDecision = {
  outcome: 'issue',
  claims: { id_token: {}, access_token: { 'https://c.test/role': canary }, userinfo: {} },
  stale: { id_token: [], access_token: [], userinfo: [] },
  suppress: { id_token: [], access_token: [], userinfo: [] },
  scopes: { add: [], remove: [] },
  freshness: 'stale',
  version: 'v1',
  trace: [
    {
      claim: 'role',
      token: 'access_token',
      sources: [],
      overrode: [],
      outcome: 'released',
      name: 'https://c.test/role',
      bytes: 9,
    },
    { claim: 'plan', token: 'access_token', sources: [], overrode: [], outcome: 'withheld', reason: 'no_value' },
    { claim: 'plan', token: 'id_token', sources: [], overrode: [], outcome: 'withheld', reason: 'token_unreachable' },
    { claim: 'level', token: 'access_token', sources: [], overrode: [], outcome: 'withheld', reason: 'no_value' },
  ],
};

const call: DecisionRecord = {
  correlationId: 'c-1',
  idp: 'plain',
  hook: 'plain/hook',
  instance: 'main',
  mode: 'enforce',
  outcome: 'issue',
  answer: 'claims',
  request,
  decision,
  durationMs: 12.5,
  loadMs: 4.25,
  roundTrips: 1,
};

const createRecorder = (subjects: SubjectLogging = { as: 'hmac', key: 'key' }) => {
  const lines: string[] = [];
  const record = createDecisionRecorder({
    write: (line) => lines.push(line),
    now: () => Date.UTC(2026, 0, 1),
    stage: 'test',
    subjects,
  });
  return {
    lines,
    write: (changes: Partial<DecisionRecord> = {}) => {
      record({ ...call, ...changes });
      return JSON.parse(lines.at(-1) ?? '');
    },
  };
};

describe('the line of a decision', () => {
  it('says who asked, what was released and withheld and why, and how long it took', () => {
    expect(createRecorder().write()).toMatchObject({
      level: 'INFO',
      message: 'decision',
      timestamp: '2026-01-01T00:00:00.000Z',
      stage: 'test',
      correlation_id: 'c-1',
      idp: 'plain',
      hook: 'plain/hook',
      instance: 'main',
      mode: 'enforce',
      outcome: 'issue',
      answer: 'claims',
      realm: 'customers',
      client: 'shop',
      audiences: ['https://api.test/'],
      grant_type: 'refresh_token',
      scopes: ['order'],
      released: { access_token: ['https://c.test/role'] },
      withheld: { no_value: ['access_token:plan', 'access_token:level'], token_unreachable: ['id_token:plan'] },
      claims_version: 'v1',
      freshness: 'stale',
    });
  });

  it('holds no value, no address and no subject', () => {
    const { lines, write } = createRecorder();
    write();
    expect(lines.join()).not.toContain(canary);
  });

  it('is one line', () => {
    const { lines, write } = createRecorder();
    write({ request: { ...request, client: 'a\nb' } });
    expect(lines[0]).not.toContain('\n');
  });

  it('tells subjects apart by a keyed hash that another key does not give', () => {
    const subjectIn = (key: string, id: string) =>
      createRecorder({ as: 'hmac', key }).write({ request: { ...request, subject: { kind: 'user', id } } }).subject;
    expect(subjectIn('k', 'a')).toMatch(/^user:[0-9a-f]{32}$/);
    expect(subjectIn('k', 'a')).toBe(subjectIn('k', 'a'));
    expect(new Set([subjectIn('k', 'a'), subjectIn('k', 'b'), subjectIn('l', 'a')]).size).toBe(3);
  });

  it('shows subjects as they are where that is configured', () => {
    expect(createRecorder({ as: 'plain' }).write().subject).toBe(`user:${canary}`);
  });

  it('says of the first call only that it was a cold start', () => {
    const { write } = createRecorder();
    expect([write().cold_start, write().cold_start]).toEqual([true, false]);
  });
});

describe('the metrics of a decision', () => {
  it('are in CloudWatch’s embedded format: every metric that is declared is there as a number, by stage and hook', () => {
    const line = createRecorder().write();
    const [directive] = line._aws.CloudWatchMetrics;
    // When the call began, not when it was answered.
    expect(line._aws.Timestamp).toBe(Date.UTC(2026, 0, 1) - 13);
    expect(directive).toMatchObject({ Namespace: metricsNamespace, Dimensions: [['stage', 'hook']] });
    for (const { Name, Unit } of directive.Metrics) {
      expect(line[Name]).toEqual(expect.any(Number));
      expect(['Count', 'Milliseconds']).toContain(Unit);
    }
  });

  it('count outcomes, latencies, round trips, cold starts and withheld claims by reason', () => {
    expect(createRecorder().write()).toMatchObject({
      Issued: 1,
      Denied: 0,
      Failed: 0,
      Degraded: 0,
      Stale: 1,
      SignatureFailures: 0,
      MissingSecrets: 0,
      ColdStarts: 1,
      Latency: 12.5,
      StoreLatency: 4.25,
      RoundTrips: 1,
      Withheld_no_value: 2,
      Withheld_token_unreachable: 1,
    });
  });

  const failed = { outcome: 'fail', answer: 'error', decision: undefined } as const;
  const stranger = { ...failed, instance: undefined };

  it('count a caller that was refused, which is no failure of ours', () => {
    const refused = { ...stranger, fault: new UnverifiedCallerError('no') };
    expect(createRecorder().write(refused)).toMatchObject({
      Issued: 0,
      Failed: 0,
      Rejected: 1,
      UnreadableEvents: 0,
      SignatureFailures: 1,
      level: 'WARN',
    });
    expect(createRecorder().write({ ...stranger, fault: new EventTooLargeError('no') })).toMatchObject({
      Failed: 0,
      Rejected: 1,
      UnreadableEvents: 0,
      SignatureFailures: 0,
      level: 'WARN',
    });
  });

  it('count an event that cannot be read only where its sender proved who it is', () => {
    const fault = new InvalidEventError('no');
    expect(createRecorder().write({ ...failed, fault })).toMatchObject({ UnreadableEvents: 1, Rejected: 1, Failed: 0 });
    expect(createRecorder().write({ ...stranger, fault })).toMatchObject({ UnreadableEvents: 0, Rejected: 1 });
  });

  it.each(['observe', 'off'] as const)('count in mode %s what would have been, and not as if it had been', (mode) => {
    const unchanged = { mode, answer: 'unchanged' } as const;
    const none = { Issued: 0, Denied: 0, Failed: 0, Degraded: 0, Stale: 0, Unchanged: 1 };
    expect(createRecorder().write(unchanged)).toMatchObject({ ...none, WouldDeny: 0, WouldFail: 0 });
    const denied = { ...unchanged, outcome: 'deny' } as const;
    expect(createRecorder().write(denied)).toMatchObject({ ...none, WouldDeny: 1, WouldFail: 0 });
    const fault = { ...unchanged, outcome: 'fail', fault: new AttributeStoreError('down') } as const;
    expect(createRecorder().write(fault)).toMatchObject({ ...none, WouldDeny: 0, WouldFail: 1 });
    const wrong = { ...unchanged, outcome: 'fail', fault: new UnverifiedCallerError('no') } as const;
    expect(createRecorder().write(wrong)).toMatchObject({ ...none, WouldFail: 0, Rejected: 1, SignatureFailures: 1 });
  });

  it('count a fault that did fail a login in any mode', () => {
    const fault = new AttributeStoreError('down');
    expect(createRecorder().write({ ...failed, mode: 'observe', fault })).toMatchObject({ Failed: 1, WouldFail: 0 });
  });

  it('count a denial that the IdP was told', () => {
    const denied = { outcome: 'deny', answer: 'denial' } as const;
    expect(createRecorder().write(denied)).toMatchObject({ Denied: 1, Issued: 0, Unchanged: 0 });
  });

  it('count what the function throws, where it is one that throws', () => {
    expect(createRecorder().write()).not.toHaveProperty('Thrown');
    expect([true, false].map((thrown) => createRecorder().write({ thrown }).Thrown)).toEqual([1, 0]);
  });

  it('count an answer without our claims', () => {
    const degraded = { outcome: 'fail', answer: 'degraded', fault: new AttributeStoreError('down') } as const;
    expect(createRecorder().write(degraded)).toMatchObject({ Degraded: 1, Failed: 1, level: 'ERROR' });
  });
});

describe('the description of a fault', () => {
  it('has our own message, and of what is behind it only names and codes', () => {
    const refused = Object.assign(new Error(`connect to ${canary}`), { code: 'ECONNREFUSED' });
    const fault = new AttributeStoreError('DynamoDB failed.', { cause: new TypeError(canary, { cause: refused }) });
    expect(describeFault(fault)).toEqual({
      code: 'attribute_store_unavailable',
      message: 'DynamoDB failed.',
      causes: ['TypeError', 'ECONNREFUSED'],
    });
  });

  it('has of an error that nobody expected its place, not its text', () => {
    const description = describeFault(
      new RangeError(`line one ${canary}\n    at ${canary}\n    at f (file:///${canary}:1:1)`),
    );
    expect(description).toMatchObject({ code: 'unexpected', name: 'RangeError' });
    expect(description.at?.[0]).toMatch(/^at /);
    expect(JSON.stringify(description)).not.toContain(canary);
  });

  it.each([undefined, null, canary, 7, { secret: canary }])(
    'says of %j, which is no error, nothing but that',
    (thrown) => {
      expect(JSON.stringify(describeFault(thrown))).not.toContain(canary);
    },
  );
});
