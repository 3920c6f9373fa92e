import { type Check, ok, problem, skipped } from '../check.ts';
import { type ProbeAnswer, sameAnswer } from './probe-answer.ts';

/** The answers to one kind of probe: over HTTP, and from this checkout. */
export type Answers = { readonly got: ProbeAnswer; readonly expected: ProbeAnswer };

const logHint = ({ correlationId }: ProbeAnswer): string =>
  `look into the log of the function${correlationId === undefined ? '' : `, correlation id ${correlationId}`}`;

const noRoute = (instance: string, status: number): Check =>
  problem(
    'probe',
    instance,
    `there is no such route (${status})`,
    'deploy: only the hooks of hooks.config.ts have routes; or correct --url',
  );

const otherSecret = 'check SECRETS_PATH of the function and --secrets-path; right after a rotation, try again in 30 s';

/**
 * Whether a signed call about nobody is answered as it should be.
 * @param others how this checkout would answer a forged call, and one while it cannot reach its store
 */
export const judgeGenuine = (
  instance: string,
  { got, expected }: Answers,
  others: { readonly forged: ProbeAnswer; readonly fault: ProbeAnswer },
): Check => {
  const wrong = (detail: string, remedy: string): Check => problem('probe', instance, detail, remedy);
  if (sameAnswer(got, expected)) {
    return ok('probe', instance, `a signed call is answered (${got.status}) in ${got.milliseconds} ms`);
  }
  if (got.status === 404 || got.status === 405) return noRoute(instance, got.status);
  const [refused, failed] = [sameAnswer(got, others.forged), sameAnswer(got, others.fault)];
  if (refused && failed) {
    return wrong(`it refuses a signed call, or fails: both look the same here (${got.status})`, logHint(got));
  }
  if (refused)
    return wrong('a call signed with the stored secret is refused: the function knows another one', otherSecret);
  if (failed || got.status >= 500) {
    return wrong(`it cannot decide, and answers by its failure policy (${got.status})`, logHint(got));
  }
  return wrong(
    `it answers otherwise (status ${got.status}) than this checkout would (${expected.status})`,
    `deploy this checkout, or run the doctor from the one that is deployed; else ${logHint(got)}`,
  );
};

/** Whether a forged call is refused. `genuine`: how a signed one should be answered. */
export const judgeForged = (instance: string, { got, expected }: Answers, genuine: ProbeAnswer | undefined): Check => {
  if (genuine && sameAnswer(expected, genuine)) {
    return skipped('probe', instance, 'forged calls: in observe and off they get the same answer, which holds nothing');
  }
  if (sameAnswer(got, expected)) return ok('probe', instance, `a forged call is refused (${got.status})`);
  if (genuine && sameAnswer(got, genuine)) {
    return problem(
      'probe',
      instance,
      'a forged call is answered as if it were signed',
      'take the endpoint out of service; something in front of it, or another version, does not check callers',
    );
  }
  if (got.status === 404 || got.status === 405) return noRoute(instance, got.status);
  if (got.status === 401 || got.status === 403) {
    return ok('probe', instance, `a forged call is refused (${got.status})`);
  }
  return problem('probe', instance, `a forged call gets an answer that is no refusal (${got.status})`, logHint(got));
};
