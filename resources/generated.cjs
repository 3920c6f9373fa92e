require('./configuration.cjs');
const { generatedResources } = require('./template.ts');
const { loadSettings } = require('./settings.cjs');

module.exports = async (serverless) => generatedResources(await loadSettings(serverless));
