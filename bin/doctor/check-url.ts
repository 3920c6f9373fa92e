import { describeAwsFault } from '../frame/aws-fault.ts';
import { type Check, ok, problem } from './check.ts';

const mostSkewSeconds = 30;

const clockCheck = (url: string, date: string | null, before: number): readonly Check[] => {
  if (date === null) return [];
  // The header has whole seconds.
  const skew = Math.round((Date.parse(date) + 500 - (before + Date.now()) / 2) / 1000);
  return [
    Math.abs(skew) <= mostSkewSeconds
      ? ok('clock', url, `${Math.abs(skew)} s apart`)
      : problem(
          'clock',
          url,
          `its clock is ${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} this one, and signatures count for 60 to 300 s`,
          'set the wrong one by NTP: this machine, or the host of the IdP if it signs with that clock',
        ),
  ];
};

const isLoopback = (url: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

/** Whether anything answers there, whether the local world is up, and whether the clocks agree. */
export const checkUrl = async (url: string): Promise<readonly Check[]> => {
  const before = Date.now();
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) });
    await answer.body?.cancel();
    const up =
      isLoopback(url) && answer.status >= 500
        ? problem('url', url, `/health answers ${answer.status}`, 'wait until npm start says that it is ready')
        : ok('url', url, isLoopback(url) && answer.ok ? 'it answers, and is healthy' : 'it answers');
    return [up, ...clockCheck(url, answer.headers.get('date'), before)];
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    const remedy = isLoopback(url) ? 'start it: npm start' : 'correct --url (output HttpApiUrl of the deployment)';
    return [problem('url', url, `nothing answers (${describeAwsFault(cause)})`, remedy)];
  }
};
