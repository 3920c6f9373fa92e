import { describe, expect, it } from 'vitest';
import { allHookInstances, hooksConfigText } from '../support/all-hooks-config.ts';
import { type PackageOptions, PackagingRefused, packageService } from '../support/packaged-service.ts';

const packaged = async (options: PackageOptions) => {
  const service = await packageService(options);
  await service.remove();
  return service.template.Resources;
};
const refusal = async (options: PackageOptions): Promise<string> => {
  const refused = await packaged(options).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(PackagingRefused);
  return String(refused);
};
const onlyHooks = async (prefix: string) =>
  hooksConfigText(
    Object.fromEntries(Object.entries(await allHookInstances()).filter(([name]) => name.startsWith(prefix))),
  );

/** Each packages the service once. */
describe('what is packaged', { timeout: 120_000 }, () => {
  it('is only what hooks.config.ts enables', async () => {
    const resources = await packaged({
      stage: 'dev',
      hooksConfig: await onlyHooks('cognito'),
      params: { admin: 'false' },
    });
    const functions = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions.map(({ Properties }) => Properties['FunctionName'])).toEqual([
      'custom-claims-dev-cognito-pre-token-generation',
    ]);
    expect(resources).not.toHaveProperty('HttpApi');
    expect(JSON.stringify(resources)).not.toMatch(/HttpApi|AWS\/ApiGateway|custom-claims-dev-admin/);
    expect(JSON.stringify(resources)).not.toContain('ssm:');
  });

  it('may put an item only where unknown subjects are created', async () => {
    const resources = await packaged({
      stage: 'dev',
      edit: {
        file: 'claims.config.ts',
        change: (text) => text.replace("unknownSubject: 'defaults'", "unknownSubject: 'create'"),
      },
    });
    expect(JSON.stringify(resources['CognitoPreTokenGenerationRole'])).toContain(
      '"dynamodb:BatchGetItem","dynamodb:GetItem","dynamodb:PutItem"]',
    );
    expect(JSON.stringify(resources['CognitoPreTokenGenerationRole'])).not.toMatch(/DeleteItem|UpdateItem|BatchWrite/);
  });

  it('is nothing where claims check finds an error, which it names', async () => {
    const edit = {
      file: 'claims.config.ts',
      change: (text: string) => text.replace("always: ['department', ", 'always: ['),
    };
    expect(await refusal({ stage: 'dev', edit })).toMatch(/claims check.*department/s);
  });

  it.each([
    ['hooks.config.ts', "mode: 'enforce'", "mode: 'enfroce'", /setting at auth0-login .*mode: expected one of/],
    ['hooks.config.ts', /proof: .*,\n/, '', /the instance "auth0-login" has no proof/],
    ['hooks.config.ts', "'auth0/post-login'", "'auth0/post-logon'", /unknown hook "auth0\/post-logon"/],
    [
      'sources.config.ts',
      '[]',
      "[{ kind: 'http-json', name: 'crm', url: 'https://crm.example.com/{subjct}' }]",
      /The source "crm": its url has \{subjct\}/,
    ],
  ])('is nothing where %s has %s as %j', async (file, right, wrong, message) => {
    const edit = { file, change: (text: string) => text.replace(right, wrong) };
    const refused = await refusal({ stage: 'dev', edit });
    expect(refused).toMatch(message);
    expect(refused).not.toMatch(/TypeError|Cannot (read|use)/);
  });

  it.each([
    ['claims.config.ts', 'throws', 'throw new TypeError("on purpose");', 'on purpose'],
    ['hooks.config.ts', 'throws', 'throw new TypeError("on purpose");', 'on purpose'],
    ['sources.config.ts', 'throws', 'throw new TypeError("on purpose");', 'on purpose'],
    ['claims.config.ts', 'is no TypeScript', 'const = 1;', 'Unexpected token'],
    ['claims.config.ts', 'imports what is not there', 'import "./not-there.ts";', 'not-there.ts'],
  ])('is nothing where %s %s, which it says, and where', async (file, _what, code, why) => {
    const refused = await refusal({ stage: 'dev', edit: { file, change: (text) => `${text}\n${code}\n` } });
    expect(refused).toContain(`${file} does not load, so nothing is packaged: `);
    expect(refused).toContain(why);
    expect(refused).not.toContain('node:internal');
  });

  it('is nothing where a hook that has under a second may start cold', async () => {
    const hooksConfig = await onlyHooks('entra');
    expect(await refusal({ stage: 'prod', hooksConfig })).toMatch(/provisionedConcurrency/);
    const resources = await packaged({ stage: 'prod', hooksConfig, params: { provisionedConcurrency: 1 } });
    expect(resources['EntraTokenIssuanceStartAlias']?.Properties).toHaveProperty('ProvisionedConcurrencyConfig');
  });

  it('is nothing where a parameter is not usable, which it names', async () => {
    expect(await refusal({ stage: 'dev', params: { reservedConcurrency: 'many' } })).toMatch(/reservedConcurrency/);
  });

  it('is nothing where more is kept warm than is set aside', async () => {
    const concurrency = { reservedConcurrency: 20, provisionedConcurrency: 21 };
    expect(await refusal({ stage: 'prod', params: concurrency })).toMatch(
      /greater than reservedConcurrency.*provisionedConcurrency/s,
    );
  });

  it('is nothing where a function does not bundle, and the command ends', async () => {
    const edit = {
      file: 'functions/cognito/handler.ts',
      change: (text: string) => `import './not-there.ts';\n${text}`,
    };
    expect(await refusal({ stage: 'dev', edit })).toMatch(/not-there/);
  }, 60_000);
});
