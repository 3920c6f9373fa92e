const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO 8601 time as the operator writes times. */
export const formatTime = (iso: string): string => format.format(new Date(iso));
