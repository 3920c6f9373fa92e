const { parameterNames, parseSettings } = require('./settings.ts');

/** The stage and its parameters, as the Serverless Framework resolves them. */
exports.loadSettings = async ({ resolveVariable }) => {
  const resolve = async (name, variable) => [name, await resolveVariable(variable)];
  const entries = await Promise.all([
    resolve('service', 'self:service'),
    resolve('stage', 'sls:stage'),
    ...parameterNames.map((name) => resolve(name, `param:${name}`)),
  ]);
  return parseSettings(Object.fromEntries(entries));
};
