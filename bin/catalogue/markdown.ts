import type { CatalogueEntry, CatalogueName } from '../../lib/administration/catalogue.ts';
import { toTypeScriptType } from '../types/typescript-type.ts';

/** The data dictionary as Markdown: an overview, then a section for each claim. */
export const catalogueMarkdown = (entries: readonly CatalogueEntry[], title: string): string =>
  [
    `# ${text(title)}`,
    `${entries.length} claims. Which token carries which claim, under which name, where its value comes from and who answers for it.`,
    '## Overview',
    table(
      ['Claim', 'Description', 'Sensitivity', 'Owner', 'Released by', 'Tokens'],
      entries.map((entry) => [
        `[${text(entry.claim)}](#${anchor(entry.claim)})`,
        text(entry.description),
        entry.sensitivity ?? '',
        text(entry.owner ?? ''),
        releasedBy(entry),
        entry.tokens?.join(', ') ?? 'all',
      ]),
    ),
    '## Claims',
    ...entries.map(section),
    '',
  ].join('\n\n');

/** The heading's anchor, as GitHub and the HTML page make it. */
export const anchor = (claim: string): string => claim.toLowerCase().replace(/[^\p{L}\p{N}_-]/gu, '');

const section = (entry: CatalogueEntry): string =>
  [
    `### ${text(entry.claim)}`,
    text(entry.description),
    table(
      ['', ''],
      facts(entry).flatMap(([label, value]) => (value === undefined || value === '' ? [] : [[label, value]])),
    ),
    ...(entry.names.length === 0
      ? ['No token of an enabled hook can carry it.']
      : [table(['Name in the token', 'Token', 'Hook instances'], namesTable(entry.names))]),
  ].join('\n\n');

const facts = (entry: CatalogueEntry): readonly (readonly [string, string | undefined])[] => [
  ['Type', code(toTypeScriptType(entry.schema))],
  ['Schema', code(JSON.stringify(entry.schema))],
  ['Default', entry.default === undefined ? undefined : code(JSON.stringify(entry.default))],
  ['Sources, lowest first', entry.sources.map(text).join(', ')],
  ['Merge', entry.merge === 'override' ? 'the highest source wins' : entry.merge],
  ['Released by', releasedBy(entry)],
  ['Required', entry.required ? 'yes: without it no token is issued' : undefined],
  ['Only tokens', entry.tokens?.join(', ')],
  ['Only audiences', entry.audiences?.map(code).join(', ')],
  ['Only clients', entry.clients?.map(code).join(', ')],
  ['Only grants', entry.grantTypes?.map(code).join(', ')],
  ['Sensitivity', entry.sensitivity],
  ['Sensitive value allowed', entry.sensitiveValueAllowed && text(entry.sensitiveValueAllowed)],
  ['Owner', entry.owner && text(entry.owner)],
  ['Priority', entry.priority === 0 ? undefined : String(entry.priority)],
  ['While the store is down', entry.staleOk ? 'may come from the last known answer' : undefined],
];

const releasedBy = ({ always, scopes }: CatalogueEntry): string =>
  always ? 'always' : scopes.length === 0 ? 'nothing' : scopes.map((scope) => `scope ${code(scope)}`).join(', ');

/** One row for each name and token, with all the instances where it is so. */
const namesTable = (names: readonly CatalogueName[]): readonly (readonly string[])[] =>
  [
    ...Map.groupBy(names, ({ name, token, audience, refusal }) =>
      [name, token, audience ?? '', refusal?.detail ?? ''].join('\n'),
    ).values(),
  ].map((same) => {
    const [first] = same;
    const audience = first?.audience === undefined ? '' : ` for ${code(first.audience)}`;
    const refusal =
      first?.refusal === undefined ? '' : ` — withheld: ${first.refusal.reason} (${first.refusal.detail})`;
    return [
      `${code(first?.name ?? '')}${text(refusal)}`,
      `${first?.token ?? ''}${audience}`,
      same.map(({ instance, hook }) => `${text(instance)} (${hook})`).join(', '),
    ];
  });

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Text of the policy's author, which must not become markup. */
const text = (value: string): string =>
  value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|]/g, (character) => `\\${character}`)
    .replaceAll('\n', ' ');

/** Code in a table's cell: a bar would end the cell, a grave accent the code. */
const code = (value: string): string => {
  const fence = value.includes('`') ? '``' : '`';
  return `${fence}${value.replaceAll('|', '\\|').replaceAll('\n', ' ')}${fence}`;
};
