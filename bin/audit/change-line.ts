import * as z from 'zod';
import type { LogRecord } from '../logs/read-log-records.ts';

const changeLine = z.object({
  event: z.literal('change'),
  timestamp: z.string(),
  action: z.string(),
  by: z.string(),
  key: z.object({
    kind: z.string(),
    realm: z.string().optional(),
    subject: z.string().optional(),
    organization: z.string().optional(),
    name: z.string().optional(),
    id: z.string().optional(),
    instance: z.string().optional(),
  }),
  attributes: z.array(z.string()).default([]),
  fields: z.array(z.string()).default([]),
  fromVersion: z.number(),
  toVersion: z.number(),
});

/** A change as the administration logs it: names and versions. */
export type ChangeLine = z.infer<typeof changeLine>;

export const toChangeLine = (record: LogRecord): ChangeLine | undefined => changeLine.safeParse(record).data;

/** Whose item it is: subject, name or id. */
export const ownerOf = ({ key }: ChangeLine): string => key.subject ?? key.name ?? key.id ?? key.instance ?? '';

/** `member auth0|42 in acme (customers)`. */
export const keyText = (line: ChangeLine): string => {
  const { kind, organization, realm } = line.key;
  const place = organization === undefined ? '' : ` in ${organization}`;
  return `${kind} ${ownerOf(line)}${place}${realm === undefined ? '' : ` (${realm})`}`;
};
