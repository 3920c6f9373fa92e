const files = ['claims.config.ts', 'hooks.config.ts', 'sources.config.ts'];

/**
 * Loads what the adopter configures before anything that uses it, so that packaging says which file does not load, and
 * why, in place of where we needed it. What throws here would throw in every function when it starts.
 */
for (const file of files) {
  try {
    require(`../${file}`);
  } catch (error) {
    const told = new Error(
      `${file} does not load, so nothing is packaged: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
    // The framework prints the stack; of ours there is nothing to see, of the file's the place.
    const place = /file:\/\/[^\s)]+\.config\.ts:\d+(?::\d+)?/.exec(error?.stack ?? '')?.[0];
    told.stack = place === undefined ? told.message : `${told.message}\n    at ${place}`;
    throw told;
  }
}
