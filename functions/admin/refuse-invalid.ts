import type { Hook } from '@hono/zod-openapi';
import type { AdminEnvironment } from './operator.ts';
import { problem } from './problem.ts';

/** Answers a request that its schema refuses: where and why, never what was sent. */
// biome-ignore lint/suspicious/noExplicitAny: the library's own type for a hook of any route
export const refuseInvalid: Hook<any, AdminEnvironment, any, any> = (result, c) => {
  if (result.success) {
    return undefined;
  }
  const errors = result.error.issues.map(({ path, code, message }) => ({
    in: result.target,
    path: path.map(String).join('.'),
    message: code === 'unrecognized_keys' ? 'Unknown member' : message,
  }));
  return problem(c, 400, 'invalid_request', {
    title: 'Invalid request',
    detail: errors.map((error) => `${error.path || error.in}: ${error.message}`).join('; '),
    errors,
  });
};
