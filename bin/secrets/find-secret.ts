import type { HookInstances, Proof } from '../../lib/hook-instance.ts';
import { sourceSecretNames } from '../../lib/sources/attribute-sources.ts';
import type { AttributeSourceConfig } from '../../lib/sources/source-config.ts';
import { UsageError } from '../frame/command-error.ts';

export type SecretProof = Extract<Proof, { readonly secret: string }>;

/** A secret, and whose it is. */
export type NamedSecret = {
  /** The parameter's name after the path. */
  readonly name: string;
  /** The hook instances that take it as their callers' proof. */
  readonly instances: readonly { readonly instance: string; readonly hook: string; readonly proof: SecretProof }[];
  /** A source of attributes that it opens instead. */
  readonly source?: string | undefined;
};

const hasSecret = (proof: Proof): proof is SecretProof => 'secret' in proof;

/** All instances that share the secret of this one: rotating it concerns them all. */
export const secretOfHook = (instances: HookInstances, instance: string): NamedSecret => {
  const proof = instances[instance]?.proof;
  if (proof === undefined) {
    throw new UsageError(`there is no hook instance "${instance}"; there are: ${Object.keys(instances).join(', ')}`);
  }
  if (!hasSecret(proof)) {
    const how = proof.kind === 'user-pools' ? 'by its user pool' : "by a JWT, which the IdP's own keys verify";
    throw new UsageError(`"${instance}" has no secret: its caller proves itself ${how}`);
  }
  return {
    name: proof.secret,
    instances: Object.entries(instances).flatMap(([other, { hook, proof: otherProof }]) =>
      hasSecret(otherProof) && otherProof.secret === proof.secret ? [{ instance: other, hook, proof: otherProof }] : [],
    ),
  };
};

export const secretOfSource = (sources: readonly AttributeSourceConfig[], source: string): NamedSecret => {
  const config = sources.find(({ name }) => name === source);
  if (config === undefined) {
    throw new UsageError(
      `there is no source "${source}" in sources.config.ts; there are: ${sources.map(({ name }) => name).join(', ') || 'none'}`,
    );
  }
  const [name] = sourceSecretNames([config]);
  if (name === undefined) throw new UsageError(`the source "${source}" needs no secret`);
  return { name, instances: [], source };
};
