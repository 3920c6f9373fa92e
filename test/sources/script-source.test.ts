import type { Attributes } from '../../lib/claims/claim-value.ts';
import { createScriptSource } from '../../lib/sources/script-source.ts';
import { describeAttributeSource } from '../contracts/attribute-source.ts';

describeAttributeSource('script', async (world, { cacheSeconds, clock, ...settings }) => ({
  source: createScriptSource(
    {
      kind: 'script',
      name: 'crm',
      ...settings,
      ...(cacheSeconds > 0 && { cache: { seconds: cacheSeconds, key: ({ subject }) => subject.id } }),
      load: () => {
        world.asked += 1;
        switch (world.answer.is) {
          case 'attributes':
            return world.answer.attributes as Attributes;
          case 'unknown':
            return undefined;
          case 'fault':
            throw new TypeError('a mistake in the script');
          case 'hang':
            return new Promise(() => undefined);
        }
      },
    },
    { clock },
  ),
  close: async () => undefined,
}));
