import { storeSession } from '../sign-in/session-store.ts';

export type RefusedValue = { readonly attribute: string; readonly reason: string; readonly message: string };

/** A problem document of the API (RFC 9457) as an error. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly refused: readonly RefusedValue[];

  constructor({ status, title, detail, refused }: ProblemDocument) {
    super(detail ?? title);
    this.status = status;
    this.title = title;
    this.refused = refused ?? [];
  }
}

type ProblemDocument = {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly refused?: readonly RefusedValue[];
};

type JsonResponse<Body> = { readonly ok: boolean; readonly status: number; json(): Promise<Body> };

const toProblem = async (response: { readonly status: number; json(): Promise<unknown> }): Promise<ApiProblem> => {
  const fallback = { status: response.status, title: `The API answered ${response.status}` };
  const document: unknown = await response.json().catch(() => fallback);
  return new ApiProblem({ ...fallback, ...(typeof document === 'object' ? document : {}) });
};

/** The body of a good answer. @throws ApiProblem; a 401 also ends the session, and the sign-in page appears */
export const bodyOf = async <Body>(pending: Promise<JsonResponse<Body>>): Promise<Body> => {
  const response = await pending;
  if (response.ok) {
    return response.json();
  }
  if (response.status === 401) {
    storeSession(undefined);
  }
  throw await toProblem(response);
};

/** What to tell a person about any error. */
export const describeError = (error: unknown): { readonly title: string; readonly detail: string } => {
  if (error instanceof ApiProblem) {
    return { title: error.title, detail: error.message };
  }
  return { title: 'The API does not answer', detail: 'Check the connection, then try again.' };
};
