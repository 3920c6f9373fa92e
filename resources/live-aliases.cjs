require('./configuration.cjs');
const { liveAliases } = require('./template.ts');
const { loadSettings } = require('./settings.cjs');

module.exports = async (serverless) => liveAliases(await loadSettings(serverless));
