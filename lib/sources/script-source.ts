import { createAskedSource } from './asked-source.ts';
import type { AttributeSource } from './attribute-source.ts';
import type { ScriptSourceConfig } from './source-config.ts';

/** Attributes from a function in the adopter's repository. */
export const createScriptSource = (
  config: ScriptSourceConfig,
  { clock = Date.now }: { readonly clock?: (() => number) | undefined } = {},
): AttributeSource =>
  createAskedSource({
    config,
    clock,
    cacheSeconds: config.cache?.seconds ?? 0,
    toQuestion: (request) => ({
      key: config.cache?.key(request),
      ask: async (signal) => config.load(request, { signal }),
    }),
  });
