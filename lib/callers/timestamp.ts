/** Only digits: `parseInt` would take `123abc`, and what is signed is the text. */
const unixSeconds = /^[0-9]{1,12}$/;

/** Whether a signed timestamp is within the tolerance, in the past as in the future; a reason if not. */
export const timestampFault = (timestamp: string, toleranceSeconds: number, now: number): string | undefined => {
  if (!unixSeconds.test(timestamp)) return 'the timestamp is not a number of seconds';
  const age = now / 1000 - Number(timestamp);
  if (age > toleranceSeconds) return `the timestamp is older than ${toleranceSeconds} s`;
  if (age < -toleranceSeconds) return `the timestamp is more than ${toleranceSeconds} s in the future`;
  return undefined;
};
