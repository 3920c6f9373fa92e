import { describe, expect, it } from 'vitest';
import { sensitiveText } from '../../../../lib/claims/guards/sensitive/sensitive-value.ts';

/** Made here from its parts, so that nothing that looks like a secret stands in the repository. */
const a = (count: number, letter = 'A'): string => letter.repeat(count);
const armor = (what: string): string => `-----BEGIN ${what}-----`;

const credentials: readonly (readonly [kind: string, text: string])[] = [
  ...[
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
    'A B2 C PRIVATE KEY',
    `${a(16)} PRIVATE KEY`,
  ].map((what) => ['private key', armor(what)] as const),
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((prefix) => ['AWS access key', prefix + a(16)] as const),
  ['AWS access key', `AKIA${a(8)}234567ZZ`],
  ...['p', 'o', 'u', 's', 'r'].map((type) => ['GitHub token', `gh${type}_${a(36)}`] as const),
  ['GitHub token', `ghp_${a(12)}${a(12, 'a')}${a(12, '0')}`],
  ['GitHub token', `ghp_${a(40)}`],
  ['GitHub token', `github_pat_${a(30)}_${a(19, 'a')}`],
  ...[...'abeoprs'].map((type) => ['Slack token', `xox${type}-${a(10)}`] as const),
  ['Slack token', `xoxb-${a(5, '0')}-${a(4, 'a')}`],
  ['Slack token', 'https://hooks.slack.com/services/T0'],
  ['Slack token', 'https://hooks.slack.com/services/TA'],
  ...['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'].map(
    (prefix) => ['Stripe key', `${prefix}${a(16)}`] as const,
  ),
  ['Stripe key', `whsec_${a(4)}${a(4, 'a')}${a(4, '0')}+/+/`],
  ['Google key', `AIza${a(33)}-_`],
  ['Google key', `GOCSPX-${a(18)}-_`],
  ['Google key', `ya29.${a(18)}-_`],
  ['JWT', `eyJ${a(8)}.eyJ${a(2)}.`],
  ['JWT', `eyJ${a(6)}-_.eyJ-_.signature`],
];

const harmless: readonly string[] = [
  armor('PUBLIC KEY'),
  armor('A B C D PRIVATE KEY'),
  armor('rsa PRIVATE KEY'),
  armor('R.A PRIVATE KEY'),
  armor(`${a(17)} PRIVATE KEY`),
  armor('PRIVATE KEYS'),
  armor(' PRIVATE KEY'),
  'BEGIN PRIVATE KEY: the words alone',
  `AKIA${a(15)}`,
  `AKIA${a(17)}`,
  `AKIA${a(16)}a`,
  `AKIA${a(16)}1`,
  ...['0', '1', '8', '9', 'a', '-'].map((other) => `AKIA${a(15)}${other}`),
  `XAKIA${a(16)}`,
  `xAKIA${a(16)}`,
  `1AKIA${a(16)}`,
  `AGPA${a(16)}`,
  `ghp_${a(35)}`,
  `ghp_${a(35)}-`,
  `ghx_${a(36)}`,
  `Xghp_${a(36)}`,
  `_ghp_${a(36)}`,
  `github_pat_${a(49)}`,
  `github_pat_${a(49)}-`,
  `xoxb-${a(9)}.`,
  `xoxc-${a(10)}`,
  `Xxoxb-${a(10)}`,
  `1xoxb-${a(10)}`,
  'https://hooks.slack.com/services/B0',
  'https://hooks.slack.com/services/T_',
  'https://hooks_slack.com/services/T0',
  'https://hooks.slack_com/services/T0',
  `sk_live_${a(15)}`,
  `sk_live_${a(15)}-`,
  `sk_prod_${a(16)}`,
  `pk_live_${a(16)}`,
  `_sk_live_${a(16)}`,
  `Xsk_live_${a(16)}`,
  `whsec_${a(15)}`,
  `AIza${a(34)}`,
  `AIza${a(34)}.`,
  `-AIza${a(35)}`,
  `_AIza${a(35)}`,
  `XAIza${a(35)}`,
  `GOCSPX-${a(19)}`,
  `GOCSPX-${a(19)}.`,
  `ya29.${a(19)}`,
  `ya29.${a(19)}.`,
  `ya29x${a(20)}`,
  `eyJ${a(7)}.eyJ${a(2)}.`,
  `eyJ${a(8)}.eyJ${a(1)}.`,
  `eyJ${a(8)}.eyJ${a(2)}`,
  `eyJ${a(8)}.abc${a(2)}.`,
  `eyJ${a(8)}+.eyJ${a(2)}.`,
  `eyJ${a(8)}.eyJ${a(2)}+.`,
  `-eyJ${a(8)}.eyJ${a(2)}.`,
  `_eyJ${a(8)}.eyJ${a(2)}.`,
  `XeyJ${a(8)}.eyJ${a(2)}.`,
];

describe('credentials', () => {
  it.each(credentials)('of the kind "%s" are found: %s', (kind, text) => {
    expect(sensitiveText(text)).toBe(kind);
    expect(sensitiveText(`the key is "${text}", keep it`)).toBe(kind);
  });

  it.each(harmless)('are not seen in "%s"', (text) => expect(sensitiveText(text)).toBeUndefined());
});
