/**
 * Throttles each route of the HTTP API by itself (`custom.routeThrottles`), so that a flood at one hook does not use up
 * what the others have. The stage has to wait for the routes: API Gateway refuses a setting for one that is not there.
 */
module.exports = class RouteThrottlesPlugin {
  constructor(serverless) {
    this.hooks = { 'after:package:compileEvents': () => throttle(serverless.service) };
  }
};

const throttle = ({ provider, custom }) => {
  const { Resources } = provider.compiledCloudFormationTemplate;
  const { HttpApiStage: stage } = Resources;
  if (!stage) return;
  const limits = {
    ThrottlingRateLimit: Number(custom.routeThrottles.rate),
    ThrottlingBurstLimit: Number(custom.routeThrottles.burst),
  };
  const routes = Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route');
  stage.DependsOn = routes.map(([logicalId]) => logicalId);
  stage.Properties.DefaultRouteSettings = { ...stage.Properties.DefaultRouteSettings, ...limits };
  stage.Properties.RouteSettings = Object.fromEntries(
    routes.map(([, { Properties }]) => [Properties.RouteKey, { DetailedMetricsEnabled: true, ...limits }]),
  );
};
