import { subjectInLog } from '../../lib/observability/subject-digest.ts';

/** The ways in which a subject may stand in the log: as it is, hashed, or as somebody copied it out of a line. */
export const namesInLog = (subject: string, key: string | undefined): readonly string[] => {
  const subjects = (['user', 'client'] as const).map((kind) => ({ kind, id: subject }));
  return [
    subject,
    ...subjects.map((one) => subjectInLog(one, { as: 'plain' })),
    ...(key === undefined ? [] : subjects.map((one) => subjectInLog(one, { as: 'hmac', key }))),
  ];
};

/** Whether a subject in the log can only be told with the key. */
export const isHashed = (subject: string): boolean => /^(?:user|client):[0-9a-f]{32}$/.test(subject);
