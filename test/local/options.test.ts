import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen } from '../../local/listen.ts';
import { parseStartOptions, UsageError } from '../../local/options.ts';
import { freePorts, requireFreePorts } from '../../local/ports.ts';

describe('the options of npm start', () => {
  it('have the documented ports by default, in memory', () => {
    expect(parseStartOptions([], {})).toEqual({
      ports: { port: 3000, 'functions-port': 3001, 'lambda-port': 3002, 'idp-port': 4000, 'dynamodb-port': 8000 },
      data: undefined,
      verbose: false,
      help: false,
    });
  });

  it('move every port by flag, and by environment variable where there is no flag', () => {
    const { ports } = parseStartOptions(['--port', '1', '--idp-port=2'], {
      CLAIMS_PORT: '9',
      CLAIMS_DYNAMODB_PORT: '3',
      CLAIMS_FUNCTIONS_PORT: '4',
      CLAIMS_LAMBDA_PORT: '5',
    });
    expect(ports).toEqual({ port: 1, 'idp-port': 2, 'dynamodb-port': 3, 'functions-port': 4, 'lambda-port': 5 });
  });

  it.each([['0'], ['65536'], ['-1'], ['80a'], ['']])('refuse the port %j and name the option', (text) => {
    expect(() => parseStartOptions([`--idp-port=${text}`], {})).toThrow(/--idp-port \(CLAIMS_IDP_PORT\)/);
  });

  it('refuse what they do not know', () => {
    expect(() => parseStartOptions(['--ports', '1'], {})).toThrow(UsageError);
  });
});

describe('the ports', () => {
  it('are free and all different', async () => {
    const ports = await freePorts();
    expect(new Set(Object.values(ports)).size).toBe(5);
    await expect(requireFreePorts(ports)).resolves.toBeUndefined();
  });

  it('are named when taken, with the way out', async () => {
    const taken = await listen(createServer(), 0);
    const ports = { ...(await freePorts()), 'idp-port': taken.port };
    await expect(requireFreePorts(ports)).rejects.toThrow(
      `Port ${taken.port}, for the identity provider, is taken. Stop what listens there, or choose another: npm start -- --idp-port ${taken.port + 100} (or CLAIMS_IDP_PORT=${taken.port + 100}).`,
    );
    await taken.close();
  });

  it('are refused when the same is wanted twice', async () => {
    const ports = await freePorts();
    await expect(requireFreePorts({ ...ports, 'idp-port': ports.port })).rejects.toThrow(
      /twice, by --port and --idp-port/,
    );
  });
});
