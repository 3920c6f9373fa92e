import type { ClaimValue } from '../claims/claim-value.ts';
import type { TokenRequest } from '../token-request.ts';

/** Attributes as a source's code gives them: `undefined` ones are left out. */
export type GivenAttributes = Readonly<Record<string, ClaimValue | undefined>>;

/** What holds where a source's settings say nothing. */
export const sourceDefaults = { subjects: ['user'], timeoutMs: 1000 } as const;

type SourceSettings = {
  /** `[a-z0-9-]+`; the policy's `precedence` ranks it as `source:<name>`. */
  readonly name: string;
  /** The realms that it is asked for; absent: all. */
  readonly realms?: readonly string[] | undefined;
  /** Whom it knows; absent: people only. */
  readonly subjects?: readonly TokenRequest['subject']['kind'][] | undefined;
  /** Its own deadline, inside the hook's; default 1000. */
  readonly timeoutMs?: number | undefined;
};

/** How the API knows us; `secret` is the name of the parameter that holds the secret, never the secret. */
export type SourceAuthorization =
  | { readonly kind: 'basic'; readonly username: string; readonly secret: string }
  | { readonly kind: 'bearer'; readonly secret: string }
  | { readonly kind: 'header'; readonly header: string; readonly secret: string };

/** An API of the adopter's that answers with a JSON object. 404 and 204 mean that it does not know the subject. */
export type HttpJsonSourceConfig = SourceSettings & {
  readonly kind: 'http-json';
  /**
   * `https://api.example.com/people/{subject}/profile`; also `{kind}` (`user` or `client`), `{realm}`, `{client}` and
   * `{organization}` (empty where the request has none), each percent-encoded. Plain http only to the loopback interface.
   */
  readonly url: string;
  /** What is posted, as JSON; absent: a GET. Pure. */
  readonly body?: ((request: TokenRequest) => ClaimValue) | undefined;
  readonly authorization?: SourceAuthorization | undefined;
  /** Chooses and renames attributes of the answer; absent: the members of the answer as they are. Pure. */
  readonly attributes?: ((answer: Readonly<Record<string, ClaimValue>>) => GivenAttributes) | undefined;
  /** How long an answer is served to the same question; default 5, 0 turns it off. */
  readonly cacheSeconds?: number | undefined;
};

/** A function of the adopter's. `undefined` means that it does not know the subject; what it throws is a fault. */
export type ScriptSourceConfig = SourceSettings & {
  readonly kind: 'script';
  /** Must end when the signal aborts: what goes on after that is frozen with the Lambda environment. */
  readonly load: (
    request: TokenRequest,
    options: { readonly signal: AbortSignal },
  ) => Promise<GivenAttributes | undefined> | GivenAttributes | undefined;
  /** Remembers answers by what the function looks at beside realm and kind of subject; absent: it is called every time. */
  readonly cache?: { readonly seconds: number; readonly key: (request: TokenRequest) => string } | undefined;
};

export type AttributeSourceConfig = HttpJsonSourceConfig | ScriptSourceConfig;

/** Types `sources.config.ts`. */
export const defineSources = (sources: readonly AttributeSourceConfig[]): readonly AttributeSourceConfig[] => sources;
