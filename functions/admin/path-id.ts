import type { ItemKey } from '../../lib/attributes/item.ts';

/** Characters that reach us unchanged through every proxy and through API Gateway, which decodes paths. */
const safe = /^[A-Za-z0-9._@:-]+$/;

const toBase64url = (text: string): string => {
  const binary = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const fromBase64url = (text: string): string => {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder('utf-8', { fatal: true }).decode(
    Uint8Array.from(binary, (character) => character.charCodeAt(0)),
  );
};

/**
 * An id as one segment of a path: as it is where it is harmless, else `~` and its base64url (`~YXV0aDB8NDI`). Also
 * runs in the browser.
 */
export const encodePathId = (id: string): string => (safe.test(id) ? id : `~${toBase64url(id)}`);

/** The way back; `undefined` when what follows the `~` is no base64url of UTF-8 text. */
export const decodePathId = (segment: string): string | undefined => {
  if (!segment.startsWith('~')) {
    return segment;
  }
  try {
    return fromBase64url(segment.slice(1));
  } catch {
    return undefined;
  }
};

/** A membership's id: the organization (with `%` and `:` percent-encoded), a colon, the subject as it is. */
export const membershipId = ({ organization, subject }: { readonly organization: string; readonly subject: string }) =>
  `${organization.replaceAll('%', '%25').replaceAll(':', '%3A')}:${subject}`;

export const parseMembershipId = (id: string) => {
  const colon = id.indexOf(':');
  return colon < 1 || colon === id.length - 1
    ? undefined
    : {
        organization: id.slice(0, colon).replaceAll('%3A', ':').replaceAll('%25', '%'),
        subject: id.slice(colon + 1),
      };
};

/** An item's id as the paths of the API have it (before encoding). */
export const itemId = (key: ItemKey): string => {
  switch (key.kind) {
    case 'user':
      return key.subject;
    case 'member':
      return membershipId(key);
    case 'group':
      return key.name;
    case 'org':
    case 'client':
      return key.id;
    case 'hook':
      return key.instance;
  }
};
