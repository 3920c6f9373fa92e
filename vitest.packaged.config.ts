import { defineConfig } from 'vitest/config';

/** `npm run test:packaged`: the functions as they are deployed, in AWS's own runtime interface client. */
export default defineConfig({
  test: {
    include: ['test/packaged/**/*.packaged.ts'],
    testTimeout: 180_000,
    hookTimeout: 600_000,
    // Each file runs a process per function; two at once would measure each other.
    fileParallelism: false,
  },
});
