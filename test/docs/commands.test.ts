import { globSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../bin/program.ts';

const root = new URL('../../', import.meta.url);
const pages = globSync('docs/idps/*.md', { cwd: root }).toSorted();
const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('package.json', root), 'utf8'),
).scripts;

/** What a page tells the reader to type after `npm run claims --`, up to the end of the command. */
const commandsIn = (markdown: string): readonly string[] =>
  [...markdown.matchAll(/npm run (?:-s )?claims -- ((?:[^`\n|&;)'"]|'[^'\n]*'|"[^"\n]*")+)/g)].map(([, words = '']) =>
    words.trim(),
  );

const wordsOf = (command: string): readonly string[] => command.match(/(?:[^\s'"]|'[^']*'|"[^"]*")+/g) ?? [];

const optionsOf = (command: Command): readonly (string | undefined)[] =>
  command.options.flatMap(({ long, short }) => [long, short]);

/** The command that the words name, and the words that it does not know. */
const unknownWords = (words: readonly string[]): readonly string[] => {
  let command = createProgram();
  const rest = [...words];
  while (command.commands.length > 0) {
    const name = rest.shift() ?? '';
    const found = command.commands.find((inner) => inner.name() === name);
    if (!found) return [name];
    command = found;
  }
  const known = optionsOf(command);
  const missing = command.registeredArguments.filter(({ required }) => required).length;
  const operands = rest.filter((word) => !word.startsWith('-'));
  return [
    ...rest.filter((word) => word.startsWith('-') && !known.includes(word.split('=')[0])),
    ...(operands.length < missing ? ['(an argument is missing)'] : []),
  ];
};

describe.each(pages)('%s', (page) => {
  const markdown = readFileSync(new URL(page, root), 'utf8');

  it('shows commands that there are', () => {
    for (const command of commandsIn(markdown)) {
      expect({ command, unknown: unknownWords(wordsOf(command)) }).toEqual({ command, unknown: [] });
    }
  });

  it('sets attributes as key=value, in a realm', () => {
    for (const command of commandsIn(markdown).filter((words) => /^(user|group|client|org) set /.test(words))) {
      expect(command).toMatch(/ ['"]?[a-z_]+=\S/);
      expect(command).toContain('--realm ');
    }
  });

  it('names scripts that there are', () => {
    for (const [, script = ''] of markdown.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)) {
      expect(Object.keys(scripts)).toContain(script);
    }
  });
});
