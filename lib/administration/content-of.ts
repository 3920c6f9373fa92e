import type { Item, ItemContent } from '../attributes/item.ts';

/** What an administrator edits of an item, without what the store keeps about it; absent fields are left out. */
export const contentOf = ({
  attributes,
  groups,
  organization,
  precedence,
  email,
  blocked,
  mode,
}: ItemContent | Item): ItemContent => ({
  attributes,
  ...(groups === undefined ? {} : { groups }),
  ...(organization === undefined ? {} : { organization }),
  ...(precedence === undefined ? {} : { precedence }),
  ...(email === undefined ? {} : { email }),
  ...(blocked === undefined ? {} : { blocked }),
  ...(mode === undefined ? {} : { mode }),
});
