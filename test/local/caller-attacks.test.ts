import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import policy from '../../claims.config.ts';
import { userMessage } from '../../lib/user-message.ts';
import { type Attack, isPost } from '../support/attacks/attack.ts';
import { type AttackedWorld, startAttackedWorld } from '../support/attacks/attacked-world.ts';
import { commonAttacks } from '../support/attacks/common-attacks.ts';
import type { HttpAnswer, HttpRequest } from '../support/attacks/http-request.ts';
import { jwtAttacks } from '../support/attacks/jwt-attacks.ts';
import { signatureAttacks } from '../support/attacks/signature-attacks.ts';
import type { Target } from '../support/attacks/target.ts';
import { expectHttp } from '../support/hooks/answers.ts';

/** Functions read their secrets again at most every 30 s. */
const refreshMs = 45_000;

let world: AttackedWorld;
beforeAll(async () => {
  world = await startAttackedWorld();
}, 180_000);
afterAll(() => world?.close(), 30_000);

/** What of a request must not be in a log: keys, signatures, tokens and every part of one. */
const secretParts = ({ headers, body }: HttpRequest, { secrets }: Target): readonly string[] => {
  const jwt = /"jwt":"([^"]+)"/.exec(body)?.[1] ?? '';
  const texts = [...headers.filter(([name]) => name !== 'content-type').map(([, value]) => value), jwt, ...secrets];
  return texts.flatMap((text) => [text, ...text.split(/[\s,.=]+/)]).filter((part) => part.length >= 20);
};

const shownIn = (lines: readonly string[], parts: readonly string[]): readonly string[] => {
  const output = lines.join('\n');
  return parts.filter((part) => output.includes(part));
};

/** The answer by which each hook's IdP knows that there is no token: its denial, or the plain error where that is one. */
const expectRefused = (
  { fixture, event }: Target,
  answer: HttpAnswer,
  code: 'unverified_caller' | 'event_too_large',
) => {
  const reference = answer.headers['x-correlation-id'] ?? '';
  if (fixture.hook.limits.failsOpen) {
    const reason = code === 'unverified_caller' ? code : 'invalid_event';
    fixture.renders.deny(answer, { event, message: userMessage(policy, reason, reference), statusClaim: '' });
  } else {
    expectHttp(answer, code === 'unverified_caller' ? 401 : 413, {
      error: code,
      error_description: expect.any(String),
      correlation_id: reference,
    });
  }
  expect(fixture.idp(event, answer)).toMatchObject({ issued: false });
};

/** Each way to call each hook gets its claims: the attacks are refused for what is wrong with them and nothing else. */
const expectLogins = async () => {
  for (const target of world.targets) {
    const before = world.reads();
    const answer = await world.send(await target.genuine());
    expect(target.fixture.idp(target.event, answer), `${target.name}: ${answer.status}`).toMatchObject({
      issued: true,
    });
    expect(answer.body, target.name).not.toContain('degraded');
    expect(world.reads(), target.name).toBeGreaterThan(before);
  }
};

/** One attack on one hook; throws what vitest's `expect` throws. */
const carryOut = async ({ make, refused = 'unverified_caller' }: Attack, target: Target) => {
  const from = world.lines.length;
  const request = await make(target, world.attacker);
  const reads = world.reads();
  const answer = await world.send(request);
  if (typeof refused === 'number') {
    expect(answer.status).toBe(refused);
  } else {
    expectRefused(target, answer, refused);
    const record = await vi.waitFor(() => {
      const found = world.decisionOf(answer.headers['x-correlation-id']);
      expect(found).toBeDefined();
      return found;
    }, 5_000);
    expect(record).toMatchObject({ hook: target.fixture.hook.name, outcome: 'fail', error: { code: refused } });
    expect(record).toMatchObject(refused === 'unverified_caller' ? { SignatureFailures: 1 } : {});
  }
  expect(world.reads()).toBe(reads);
  expect(shownIn(world.lines.slice(from), secretParts(request, target))).toEqual([]);
};

const expectRefusals = async (attack: Attack, targets: readonly Target[]) => {
  const problems: string[] = [];
  for (const target of targets) {
    await carryOut(attack, target).catch((error: unknown) => problems.push(`${target.name}: ${error}`));
  }
  expect(problems).toEqual([]);
};

const attacks = [...commonAttacks, ...signatureAttacks, ...jwtAttacks];

describe('the served hooks, over HTTP', () => {
  it('serve genuine calls', { timeout: 120_000 }, async () => {
    expect(world.targets.length).toBeGreaterThan(18);
    await expectLogins();
  });

  it.each(attacks.map((attack) => [attack.title, attack] as const))(
    'refuse %s',
    { timeout: 60_000 },
    async (_title, attack) => {
      const { against, where = () => true } = attack;
      const targets = world.targets.filter((target) => against.includes(target.proof.kind) && where(target));
      expect(targets).not.toEqual([]);
      await expectRefusals(attack, targets);
    },
  );

  it('fetch no key set that a JWT names', async () => {
    expect(world.attacker.stranger.requests()).toBe(0);
  });

  it('serve genuine calls after all that', { timeout: 60_000 }, () => expectLogins());

  it('are not reached by callers whose requests trickle in, and serve others meanwhile', {
    timeout: 120_000,
  }, async () => {
    const answered: number[] = [];
    const slow = world.targets.flatMap((target) =>
      (isPost(target) ? (['body', 'headers'] as const) : (['headers'] as const)).map(async (slowPart) => {
        const { status } = await world.sendSlowly(await target.genuine(), slowPart);
        answered.push(status);
      }),
    );
    await expectLogins();
    expect(answered).toEqual([]);
    await Promise.all(slow);
    expect([...new Set(answered)]).toEqual([408]);
  });

  it('are not called by what is refused before them', () => {
    expect(world.unansweredCalls()).toEqual([]);
  });

  it('take the former secret while two are active, and refuse it after the next rotation', {
    timeout: 180_000,
  }, async () => {
    const targets = world.targets.filter(({ secrets }) => secrets.length > 0);
    const former = new Map(targets.map(({ name, secrets: [secret = ''] }) => [name, secret]));
    const expectTaken = async (target: Target, secret: string | undefined) => {
      const answer = await world.send(target.signed({ secret: secret ?? '' }));
      expect(target.fixture.idp(target.event, answer), target.name).toMatchObject({ issued: true });
    };
    const rotate = async () => {
      await world.rotate();
      for (const target of targets) {
        const [current, previous] = target.secrets;
        await vi.waitFor(() => expectTaken(target, current), { timeout: refreshMs, interval: 1000 });
        await expectTaken(target, previous);
      }
    };
    await rotate();
    for (const target of targets) expect(target.secrets[1]).toBe(former.get(target.name));
    await rotate();
    await expectRefusals(
      {
        title: 'the secret before the former',
        against: [],
        make: (target) => target.signed({ secret: former.get(target.name) ?? '' }),
      },
      targets,
    );
  });

  it('write no token and no secret into the log, whoever calls', () => {
    expect(world.lines.length).toBeGreaterThan(300);
    const secrets = world.targets.flatMap((target) => target.secrets);
    expect(shownIn(world.lines, ['eyJ', 'whsec_', 'Bearer ', ...secrets])).toEqual([]);
  });
});
