/**
 * Stands in for the package `debug`, which secretlint's core writes to: in an ES module its `require('tty')` fails, and
 * nobody reads debug output of a function.
 */
const createDebug = () => () => undefined;

export { createDebug as default, createDebug as debug };
