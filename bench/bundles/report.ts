import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, functionFiles } from './bundle.ts';

const file = join(import.meta.dirname, '../../docs/performance/bundles.json');

/** Writes the size of every function, and of what it consists of, down: the sizes that the tests compare with. */
const sizes: Record<string, unknown> = {};
for (const [name, source] of Object.entries(functionFiles())) {
  const { bytes, gzipped, parts } = await bundle(source);
  sizes[name] = { bytes, gzipped, parts };
  console.log(`${String(bytes).padStart(8)} ${String(gzipped).padStart(7)}  ${name}`);
}
writeFileSync(file, `${JSON.stringify(sizes, undefined, 2)}\n`);
console.log(`\nBytes minified and gzipped, by function. By dependency: ${file}`);
