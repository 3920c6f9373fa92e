import { createServer } from 'node:http';
import { listen, type RunningServer } from '../../local/listen.ts';

/** A function's resource policy as our stack's `AWS::Lambda::Permission` makes it, for one user pool. */
export const policyForPool = (poolArn: string): object => ({
  Version: '2012-10-17',
  Id: 'default',
  Statement: [
    {
      Sid: 'custom-claims-prod-Permission',
      Effect: 'Allow',
      Principal: { Service: 'cognito-idp.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: 'arn:aws:lambda:eu-central-1:123456789012:function:any:live',
      Condition: {
        StringEquals: { 'AWS:SourceAccount': poolArn.split(':')[4] },
        ArnLike: { 'AWS:SourceArn': poolArn },
      },
    },
  ],
});

type Answer = readonly [status: number, body: object];
const missing: Answer = [404, { Type: 'User', Message: 'not there' }];

/**
 * The two calls of Lambda's API that say whether a function can be called, about the functions of this map: ARN to
 * resource policy, `undefined` where it has none. `status` answers everything with that error instead.
 */
export const startLambdaApi = (
  functions: ReadonlyMap<string, object | undefined>,
  status?: number,
): Promise<RunningServer> =>
  listen(
    createServer((request, response) => {
      const [, , , name = '', what = ''] = (request.url ?? '').split(/[/?]/).map(decodeURIComponent);
      const policy = functions.get(name);
      const known = (): Answer => {
        if (!functions.has(name)) return missing;
        if (what === 'configuration') return [200, { FunctionArn: name, State: 'Active' }];
        return policy === undefined ? missing : [200, { Policy: JSON.stringify(policy) }];
      };
      const [code, body] = status === undefined ? known() : [status, { Message: 'no' }];
      response.writeHead(code, {
        'content-type': 'application/json',
        ...(code >= 400 && {
          'x-amzn-errortype': code === 404 ? 'ResourceNotFoundException' : 'AccessDeniedException',
        }),
      });
      response.end(JSON.stringify(body));
    }),
    0,
  );
