import type { ClaimValue } from '../../../lib/claims/claim-value.ts';

type IdpAttributes = Record<string, ClaimValue>;

const isObject = (value: unknown): value is IdpAttributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was typed as the IdP's attributes; a text says what is wrong with it. */
export const parseIdpAttributes = (text: string): IdpAttributes | string => {
  if (text.trim() === '') {
    return {};
  }
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : 'A JSON object is expected, such as {"app_metadata": {"plan": "gold"}}';
  } catch {
    return 'This is not JSON';
  }
};

/** Kept in the browser's history beside the address, which may end up in a log and these values must not. */
export const toPageState = (idpAttributes: string) => ({ idpAttributes });

export const idpAttributesIn = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'idpAttributes' in state && typeof state.idpAttributes === 'string'
    ? state.idpAttributes
    : '';
