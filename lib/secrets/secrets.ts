/** The secrets of the callers' proofs. One that is being rotated has two values at a time. */
export interface Secrets {
  /**
   * The active values of a secret, newest first.
   * @throws MissingSecretError there is none, or the parameter store did not answer; names the parameter
   */
  get(name: string, options: { readonly signal: AbortSignal }): Promise<readonly string[]>;
  /**
   * Reads the secrets again because a proof matched none of them; at most every 30 seconds. Says whether it did.
   * What is known stays in use when that fails.
   */
  refresh(options: { readonly signal: AbortSignal }): Promise<boolean>;
}
