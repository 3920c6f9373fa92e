/** Milliseconds in which the framework prints its error. */
const grace = 2000;

/** When a function does not bundle, esbuild's process stays, and the command would wait for it for ever. */
module.exports = class EndOnErrorPlugin {
  constructor() {
    this.hooks = { error: () => setTimeout(() => process.exit(1), grace).unref() };
  }
};
