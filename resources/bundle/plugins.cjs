const { join } = require('node:path');

/**
 * What an alias cannot do, because zod refers to its locales by a relative path: the admin API's web framework imports
 * all of zod, and with it messages in over 50 languages.
 */
const zodLocales = {
  name: 'zod-locales',
  setup(build) {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]zod[\\/]/.test(importer) ? { path: join(__dirname, 'zod-locales.ts') } : undefined,
    );
  },
};

module.exports = [zodLocales];
