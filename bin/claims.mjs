#!/usr/bin/env node
import './require-node.mjs';

await import('./claims.ts');
