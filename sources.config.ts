import { defineSources } from './lib/sources/source-config.ts';

/** Where attributes live beside the table: HTTP APIs and functions. The policy's `precedence` ranks them. */
export default defineSources([]);
