#!/usr/bin/env node
import './require-node.mjs';

// Imported only now: an older Node must get the message above, not a syntax error.
const { runProgram } = await import('./frame/run-program.ts');
const { adoptLocalWorld } = await import('./frame/adopt-local-world.ts');
adoptLocalWorld(process.argv.slice(2));
await runProgram(process.argv.slice(2));
