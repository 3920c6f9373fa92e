import type { Explanation } from '../../lib/administration/explain.ts';

/**
 * An explanation for programs. Without `values` it holds no attribute value: neither what would be released nor what
 * the IdP's event says (its attributes, present claims, e-mail address).
 */
export const explanationJson = (explanation: Explanation, { values }: { readonly values: boolean }): object => {
  if (values) {
    return explanation;
  }
  const { idpAttributes: _attributes, present: _present, email: _email, ...request } = explanation.request;
  const { decision } = explanation;
  if (decision.outcome === 'deny') {
    return { ...explanation, request };
  }
  const { claims: _claims, ...withoutValues } = decision;
  return { ...explanation, request, decision: withoutValues };
};
