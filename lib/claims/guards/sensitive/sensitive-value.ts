import type { ClaimValue } from '../../claim-value.ts';
import { credentials } from './credentials.ts';
import type { Detector, SensitiveKind } from './detector.ts';
import { highEntropy } from './high-entropy.ts';
import { iban } from './iban.ts';
import { nationalId } from './national-id.ts';
import { paymentCard } from './payment-card.ts';
import { isSensitiveName } from './sensitive-name.ts';

/** Everything that is looked for, the specific before the general. */
export const detectors: readonly Detector[] = [...credentials, paymentCard, iban, nationalId, highEntropy];

/** The shortest text that any detector recognises. */
const shortest = Math.min(...detectors.map(({ atLeast }) => atLeast.length));

/** Longer texts are refused by the length guard, so that scanning more of them would only cost time. */
const scanned = 8192;

/** What a text looks like; `undefined` where nothing was recognised. */
export const sensitiveText = (text: string): SensitiveKind | undefined => {
  if (text.length < shortest) return undefined;
  const scan = text.length > scanned ? text.slice(0, scanned) : text;
  const digits = countDigits(scan);
  return detectors.find(
    ({ atLeast, found }) => scan.length >= atLeast.length && digits >= atLeast.digits && found(scan),
  )?.kind;
};

const countDigits = (text: string): number => {
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x30 && unit <= 0x39) digits += 1;
  }
  return digits;
};

/** What a claim value, or anything nested in it, looks like; members of objects also by their name. */
export const sensitiveValue = (value: ClaimValue | undefined): SensitiveKind | undefined => {
  if (typeof value === 'string') return sensitiveText(value);
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && value > 1e12 ? sensitiveText(String(value)) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value) && (isSensitiveName(name) || sensitiveText(name) !== undefined)) return 'sensitive name';
    const kind = sensitiveValue(member);
    if (kind !== undefined) return kind;
  }
  return undefined;
};
