import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readTypedValue } from '../../bin/frame/typed-value.ts';
import policy from '../../claims.config.ts';
import { runClaims } from '../support/run-claims.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

describe('the claims command', () => {
  it('refuses an older Node with the way out, before it reads a line of TypeScript', async () => {
    const older = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"22.20.0"})';
    for (const entry of ['bin/claims.mjs', 'bin/claims.ts']) {
      const failed = await run(process.execPath, ['--import', older, `${root}${entry}`, 'check']).catch(
        (error) => error,
      );
      expect(failed).toMatchObject({ code: 2, stdout: '' });
      expect(failed.stderr).toMatch(/^claims needs Node 24 .*npm run claims/);
      expect(failed.stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  it('ends with 2 and a hint when it is used wrongly, with 0 when asked for help', async () => {
    for (const args of [['nonsense'], ['user', 'show'], ['check', '--nonsense'], ['import', 'x', '--format', 'xml']]) {
      const wrong = await runClaims(args);
      expect(wrong).toMatchObject({ code: 2, stdout: '' });
      expect(wrong.stderr).toMatch(/^error: .*\n\(add --help for options and an example\)\n$/);
    }
    for (const args of [['--help'], ['user', 'set', '--help'], ['--version']]) {
      expect(await runClaims(args)).toMatchObject({ code: 0, stderr: '' });
    }
  });

  it('names the setting that is missing', async () => {
    const run = await runClaims(['user', 'list', '--realm', 'customers', '--endpoint', 'http://127.0.0.1:9']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^claims: say which table: --stage prod .*--table NAME or ATTRIBUTES_TABLE/);
  });

  it('says in one line that nobody answers', async () => {
    const run = await runClaims([
      'user',
      'list',
      '--realm',
      'customers',
      '--endpoint',
      'http://127.0.0.1:9',
      '--table',
      't',
    ]);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toMatch(/^claims: DynamoDB's \w+ failed after \d attempts.*\n$/);
  });
});

describe('completion', () => {
  const complete = async (...words: readonly string[]) =>
    (await runClaims(['complete', '--', ...words])).stdout.split('\n').map((line) => line.split('\t')[0]);

  it.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const script = await runClaims(['complete', shell]);
    expect(script).toMatchObject({ code: 0, stderr: '' });
    expect(script.stdout).toContain('claims complete --');
  });

  it('has a bash script that bash reads, and that completes through the command itself', async () => {
    const script = (await runClaims(['complete', 'bash'])).stdout;
    const words = 'COMP_WORDS=(claims ca); COMP_CWORD=1; COMP_LINE="claims ca"; COMP_POINT=9';
    const define = `claims() { ${process.execPath} ${root}bin/claims.ts "$@"; }`;
    const name = /complete -F (\S+) claims/.exec(script)?.[1];
    const { stdout } = await run('bash', [
      '-c',
      `${define}\n_get_comp_words_by_ref() { cur=ca; prev=claims; words=(claims ca); cword=1; }\n${script}\n${words}; ${name}; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ]);
    expect(stdout).toContain('catalogue');
  });

  it('knows commands, sub-commands, options and their choices', async () => {
    expect(await complete('')).toEqual(expect.arrayContaining(['check', 'explain', 'user', 'import']));
    expect(await complete('user', '')).toEqual(expect.arrayContaining(['show', 'set', 'groups']));
    expect(await complete('user', 'set', '--')).toEqual(expect.arrayContaining(['--realm', '--email']));
    expect(await complete('import', '--from', '')).toEqual(expect.arrayContaining(['auth0', 'cognito']));
  });
});

describe('a value on the command line', () => {
  it.each([
    ['user_id', '42', 42],
    ['user_id', 'x', 'x'],
    ['department', '42', '42'],
    ['department', 'null', 'null'],
    ['department', 'a,b', 'a,b'],
    ['user_role', 'admin', 'admin'],
    ['feature_flags', 'a, b', ['a', 'b']],
    ['feature_flags', '["a,b"]', ['a,b']],
    ['feature_flags', '', []],
    ['undeclared', '42', 42],
    ['undeclared', 'text', 'text'],
    ['undeclared', '{"a":1}', { a: 1 }],
    ['constructor', 'text', 'text'],
  ])('%s=%s is read as the policy declares it', (key, text, value) => {
    expect(readTypedValue(policy, key, text)).toEqual(value);
  });
});
