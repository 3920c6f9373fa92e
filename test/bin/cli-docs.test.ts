import { describe, expect, it } from 'vitest';
import { cliReference, helpOf, leavesOf } from '../../bin/frame/cli-reference.ts';
import { createProgram } from '../../bin/program.ts';

const commands = leavesOf(createProgram()).filter(({ name }) => !/^claims (complete|help)/.test(name));

describe('docs/cli.md', () => {
  it('is what --help says (vitest -u writes it again)', async () => {
    await expect(cliReference(createProgram())).toMatchFileSnapshot('../../docs/cli.md');
  });
});

describe('every command', () => {
  it.each(commands)('$name has an example of itself in its help', ({ name, command }) => {
    const help = helpOf(command, name);
    expect(command.description()).not.toBe('');
    expect(help).toContain('Example:');
    expect(help).toContain(`$ ${name}`);
  });

  it.each(commands.filter(({ name }) => !['claims export', 'claims types'].includes(name)))(
    '$name can print JSON',
    ({ command }) => {
      expect(command.options.map(({ long }) => long)).toContain('--json');
    },
  );
});
