require('../resources/configuration.cjs');
const { serverlessFunctions } = require('../resources/functions.ts');
const { loadSettings } = require('../resources/settings.cjs');

/** `functions` of serverless.yml: only what hooks.config.ts enables is deployed. */
module.exports = async (serverless) => serverlessFunctions(await loadSettings(serverless));
