import { randomBytes } from 'node:crypto';
import type { CallProof, HookFixture } from '../hook-fixture.ts';
import { httpApiEvent } from '../http-api-event.ts';
import { isMembers } from './answers.ts';

type Route = { readonly method: 'GET' | 'POST'; readonly path: string; readonly secret: string };

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A caller with a static header: POST with a JSON body, or GET with the subject in the path and the rest in the query. */
export const fetchingCaller = ({ method, path, secret }: Route): HookFixture['caller'] => {
  return async () => {
    const token = randomBytes(24).toString('base64url');
    const authorization = (proof: CallProof): Record<string, string> =>
      proof === 'missing' ? {} : { authorization: `Bearer ${proof === 'genuine' ? token : `${token}x`}` };
    const post = (body: string, proof: CallProof) =>
      httpApiEvent({ path, headers: { 'content-type': 'application/json', ...authorization(proof) }, body });
    return {
      proof: { kind: 'static-header', secret, header: 'authorization' },
      secrets: { [secret]: { current: `Bearer ${token}` } },
      call: async (event, proof = 'genuine') => {
        if (method === 'POST') return post(JSON.stringify(event), proof);
        const { subject, ...rest } = isMembers(event) ? event : { subject: event };
        const query = new URLSearchParams();
        for (const [name, value] of Object.entries(rest)) query.append(name, text(value));
        const inPath = typeof subject === 'string' && subject !== '';
        if (!inPath && subject !== undefined) query.append('subject', text(subject));
        return httpApiEvent({
          method,
          path: inPath ? `${path}/${subject}` : path,
          route: inPath ? `${path}/{subject+}` : path,
          ...(inPath ? { pathParameters: { subject } } : {}),
          ...(query.size > 0 ? { query: query.toString() } : {}),
          headers: authorization(proof),
        });
      },
      ...(method === 'POST' ? { raw: async (body: string) => post(body, 'genuine') } : {}),
    };
  };
};
