#!/usr/bin/env node
import './require-node.mjs';

// Imported only now: an older Node must get the message above, not a syntax error.
const { runProgram } = await import('./frame/run-program.ts');
await runProgram(process.argv.slice(2));
