const { serverlessRoles } = require('./all-roles.ts');
const { loadSettings } = require('./settings.cjs');

module.exports = async (serverless) => ({ Resources: serverlessRoles(await loadSettings(serverless)) });
