import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../bin/program.ts';

const root = join(import.meta.dirname, '../..');
const pagesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md') && name !== 'cli.md')
    .map((name) => `${folder}/${name}`);
const pages = ['README.md', ...pagesIn('docs'), ...pagesIn('docs/idps')];

/** What somebody types who was woken up, or deploys for the first time: it must name the deployment. */
const aboutDeployments = [
  ...['docs/runbook.md', 'docs/deploy.md', 'docs/secrets.md', 'docs/observe.md'],
  ...pagesIn('docs/idps'),
];

type Printed = {
  /** As the page prints it, from the command's name on. */
  readonly text: string;
  /** To be typed as it stands, not the mention of a command in a sentence. */
  readonly whole: boolean;
};

/** The code of a page: fenced blocks line by line, where a backslash goes on, and inline spans. */
const codeOf = (page: string): readonly string[] => {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^ *```\w*\n(.*?)^ *```/gms)].map(([, block = '']) => block);
  const inline = [...text.replaceAll(/^ *```.*?^ *```/gms, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...blocks.flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split('\n')), ...inline];
};

const printedIn = (page: string): readonly Printed[] =>
  codeOf(page).flatMap((code) => {
    const typed = /npm run (?:-s |--silent )?claims -- (.+)$/.exec(code)?.[1];
    if (typed !== undefined) return [{ text: typed, whole: !/^\S+ \.\.\.$/.test(typed) }];
    const mentioned = /^claims ([a-z].*)$/.exec(code)?.[1];
    return mentioned === undefined ? [] : [{ text: mentioned, whole: false }];
  });

/** The words that a shell would hand over, up to a comment, a pipe or a redirection. */
const wordsOf = (text: string): readonly string[] => {
  const words: string[] = [];
  for (const [word] of text.matchAll(/(?:'[^']*'|"[^"]*"|<[^>\s]+(?: [^>\s]+)*>|[^\s'"])+/g)) {
    if (/^(?:#.*|[|;]|&&|>+|2>.*|<\()$/.test(word)) break;
    words.push(word.replaceAll(/['"]/g, ''));
  }
  return words;
};

const leafOf = (words: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } => {
  let command: Command = createProgram();
  let rest = words;
  while (command.commands.length > 0 && rest.length > 0) {
    const [name, ...after] = rest;
    const next = command.commands.find((child) => child.name() === name);
    if (!next) throw new Error(`there is no command "${name}"`);
    command = next;
    rest = after;
  }
  return { command, rest };
};

/** What is wrong with a printed command; commander itself reads its options, and checks their values. */
const complaint = ({ text, whole }: Printed, page: string): string | undefined => {
  const { command, rest } = leafOf(wordsOf(text));
  if (command.commands.length > 0) return whole ? 'it is only a part' : undefined;
  const { operands, unknown } = command.parseOptions(rest.filter((word) => whole || word !== '...'));
  if (unknown.length > 0) return `it does not know ${unknown[0]}`;
  if (!whole) return undefined;
  if (rest.includes('...')) return 'it is not complete';
  const wanted = command.registeredArguments.filter(({ required }) => required).length;
  if (operands.length < wanted) return `it has ${operands.length} arguments of ${wanted}`;
  const missing = command.options.find(({ mandatory, long }) => mandatory && !rest.includes(long ?? ''));
  if (missing) return `it lacks ${missing.long}`;
  // With a file nothing is looked up.
  const takesStage = command.options.some(({ long }) => long === '--stage') && !rest.includes('--file');
  return takesStage && aboutDeployments.includes(page) && !rest.includes('--stage') ? 'it names no stage' : undefined;
};

describe('what the documentation prints', () => {
  it.each(pages)('%s: every claims command is one that there is, with its options', (page) => {
    for (const printed of printedIn(page)) {
      const problem = (): string | undefined => {
        try {
          return complaint(printed, page);
        } catch (error) {
          return String(error);
        }
      };
      expect(problem(), `claims ${printed.text}`).toBeUndefined();
    }
  });

  it.each(['docs/runbook.md', 'docs/deploy.md'])('%s prints commands to type', (page) => {
    expect(printedIn(page).filter(({ whole }) => whole).length).toBeGreaterThan(2);
  });

  it.each(pages)('%s: every npm script is there', (page) => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = codeOf(page).flatMap((code) => [...code.matchAll(/npm run (?:-s |--silent )?([\w:-]+)/g)]);
    for (const [, name = ''] of named) expect(scripts).toHaveProperty([name]);
  });

  it.each(pages)('%s: deploys with the console', (page) => {
    expect(codeOf(page).filter((code) => /\bosls deploy --/.test(code))).toEqual([]);
  });

  it.each(aboutDeployments)('%s: what is deployed names its stage', (page) => {
    const typed = codeOf(page).filter((code) => /npm run (deploy|package) --|osls (deploy|remove)/.test(code));
    for (const code of typed.filter((one) => one !== 'npx osls deploy')) expect(code).toContain('--stage ');
    if (page === 'docs/runbook.md') expect(codeOf(page)).not.toContain('npm run deploy');
  });
});
