const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Whether what is sent there, or believed from there, crosses no network in the clear. */
export const isSecureUrl = (url: string): boolean => {
  const parsed = URL.parse(url);
  return (
    parsed !== null &&
    (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && loopbackHosts.includes(parsed.hostname)))
  );
};
