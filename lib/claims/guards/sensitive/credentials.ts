import type { Detector } from './detector.ts';

const pattern = (kind: Detector['kind'], expression: RegExp): Detector => ({
  kind,
  // `xoxb-` and ten characters is the shortest.
  atLeast: { length: 15, digits: 0 },
  found: (text) => expression.test(text),
});

/** Credentials that their issuers give a recognisable form. */
export const credentials: readonly Detector[] = [
  pattern('private key', /-----BEGIN (?:[A-Z0-9]{1,16} ){0,3}PRIVATE KEY(?: BLOCK)?-----/),
  pattern('AWS access key', /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])/),
  pattern('GitHub token', /(?<![A-Za-z0-9_])(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})/),
  pattern('Slack token', /(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10}|hooks\.slack\.com\/services\/T[A-Z0-9]/),
  pattern('Stripe key', /(?<![A-Za-z0-9_])(?:(?:sk|rk)_(?:live|test)_|whsec_)[A-Za-z0-9+/]{16}/),
  pattern('Google key', /(?<![A-Za-z0-9_-])(?:AIza[A-Za-z0-9_-]{35}|GOCSPX-[A-Za-z0-9_-]{20}|ya29\.[A-Za-z0-9_-]{20})/),
  pattern('JWT', /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{2,2000}\./),
];
