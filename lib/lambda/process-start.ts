/** Lambda ends INIT after 10 s; a process that is older was started ahead of the call, not by it. */
const longestInitMs = 10_000;

let first = true;

/**
 * When the call began that started this process, in milliseconds since 1970: for a directly invoked function the only sign
 * of how much of the IdP's patience the cold start has used up. `undefined` after the first call, with provisioned
 * concurrency, and outside Lambda.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (AWS_LAMBDA_INITIALIZATION_TYPE)
 */
export const processStartedAt = (): number | undefined => {
  const cold = first && process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] === 'on-demand';
  first = false;
  return cold && performance.now() <= longestInitMs ? performance.timeOrigin : undefined;
};
