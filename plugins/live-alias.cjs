/**
 * Gives every hook's function the alias of `custom.liveAliases`, and lets API Gateway and Cognito call the alias in
 * place of the newest code: traffic can then be moved in steps, and moved back, without touching an IdP.
 */
module.exports = class LiveAliasPlugin {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = {
      'before:package:compileFunctions': () => this.target(),
      'after:package:compileFunctions': () => this.addAliases(),
    };
  }

  aliases() {
    return Object.entries(this.serverless.service.custom.liveAliases);
  }

  /** Events that are compiled afterwards refer to a function's target alias. */
  target() {
    for (const [name, { name: alias, logicalId }] of this.aliases()) {
      this.serverless.service.getFunction(name).targetAlias = { name: alias, logicalId };
    }
  }

  addAliases() {
    const { Resources } = this.serverless.service.provider.compiledCloudFormationTemplate;
    const { naming } = this.serverless.getProvider('aws');
    for (const [name, alias] of this.aliases()) {
      const functionId = naming.getLambdaLogicalId(name);
      const [versionId] = Object.entries(Resources).find(
        ([, { Type, Properties }]) => Type === 'AWS::Lambda::Version' && Properties.FunctionName.Ref === functionId,
      ) ?? [undefined];
      if (!versionId) {
        throw new Error(
          `The function "${name}" has no version to point its alias to. Keep provider.versionFunctions on.`,
        );
      }
      Resources[alias.logicalId] = {
        Type: 'AWS::Lambda::Alias',
        DependsOn: [functionId],
        Properties: {
          Name: alias.name,
          FunctionName: { Ref: functionId },
          FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
          ...alias.properties,
        },
        ...(alias.updatePolicy && { UpdatePolicy: alias.updatePolicy }),
      };
    }
  }
};
