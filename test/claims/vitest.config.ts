import { defineConfig } from 'vitest/config';

/** For mutation testing: the tests of `lib/claims` alone, without the properties, which would take a minute each time. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/claims/**/*.test.ts'],
    exclude: ['test/claims/properties.test.ts'],
  },
});
