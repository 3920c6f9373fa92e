/** Adds the keys that one of osls and Serverless v4 knows and the other refuses. */
module.exports = class SchemaPlugin {
  constructor({ configSchemaHandler }) {
    // Which event version of the pre token generation trigger a user pool sends.
    configSchemaHandler.defineFunctionEventProperties('aws', 'cognitoUserPool', {
      properties: { lambdaVersion: { enum: ['V1_0', 'V2_0', 'V3_0'] } },
    });
    // Serverless v4 bundles with its own esbuild unless told not to; osls has no such key.
    if (!configSchemaHandler.schema.properties.build) {
      configSchemaHandler.defineTopLevelProperty('build', { type: 'object' });
    }
  }
};
