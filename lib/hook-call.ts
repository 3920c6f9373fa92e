/** A call over HTTP: raw body bytes, because that is what signatures are made over. */
export type HttpHookCall = {
  readonly door: 'http';
  readonly method: string;
  /** By lower-case name; a header that came twice is joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Query and path parameters, decoded, in one object; path parameters win. */
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
};

/** A direct invocation by the IdP, which the platform's own permissions let through. */
export type TriggerHookCall = { readonly door: 'trigger'; readonly event: unknown };

/** One call of a token hook, before anything about it is believed. */
export type HookCall = HttpHookCall | TriggerHookCall;
