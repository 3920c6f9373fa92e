export type RefreshOptions = {
  readonly signal: AbortSignal;
  readonly because: 'a proof did not match' | 'an API refused';
};

/** The secrets of the callers' proofs. One that is being rotated has two values at a time. */
export interface Secrets {
  /**
   * The active values of a secret, newest first.
   * @throws MissingSecretError there is none, or the parameter store did not answer; names the parameter
   */
  get(name: string, options: { readonly signal: AbortSignal }): Promise<readonly string[]>;
  /**
   * Reads the secrets again because what is known did not fit: a caller's proof, or an API that we ask (`because`); at most
   * every 30 seconds. What an API refuses does not keep a caller's proof waiting. Says whether it did; what is known stays
   * in use when that fails.
   */
  refresh(options: RefreshOptions): Promise<boolean>;
}
