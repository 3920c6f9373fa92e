import { Group, Stack, Text } from '@mantine/core';
import type { ChangeDocument } from '../../../functions/admin/schemas/item.ts';
import { ClaimValueText } from '../parts/claim-value.tsx';
import { Tag } from '../parts/tag.tsx';

type Content = NonNullable<ChangeDocument['before']>;
type Line = { readonly name: string; readonly before: unknown; readonly after: unknown };

/** An item's content as flat lines: claims by their name, other fields by theirs. */
const linesOf = (content: Content | undefined): Readonly<Record<string, unknown>> => {
  const { attributes = {}, ...fields } = content ?? {};
  return { ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`(${name})`, value])), ...attributes };
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What differs between two contents, line by line. */
export const diff = (before: Content | undefined, after: Content | undefined): readonly Line[] => {
  const [old, now] = [linesOf(before), linesOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((name) => !same(old[name], now[name]))
    .sort()
    .map((name) => ({ name, before: old[name], after: now[name] }));
};

const kindOf = ({ before, after }: Line) => {
  if (before === undefined) {
    return { label: 'added', color: 'teal' };
  }
  return after === undefined ? { label: 'removed', color: 'red' } : { label: 'changed', color: 'indigo' };
};

/** A change as its differing lines. */
export const ChangeDiff = ({ change }: { change: ChangeDocument }) => {
  const lines = diff(change.before, change.after);
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {change.action === 'revoke' ? 'Raised the epoch.' : 'The content is the same.'}
      </Text>
    );
  }
  return (
    <Stack gap={6}>
      {lines.map((line) => (
        <Group key={line.name} gap="xs" align="baseline">
          <Tag color={kindOf(line).color} miw={78}>
            {kindOf(line).label}
          </Tag>
          <Text size="sm" fw={600} className="wrap">
            {line.name}
          </Text>
          {line.before !== undefined && (
            <del>
              <ClaimValueText value={line.before} />
            </del>
          )}
          {line.before !== undefined && line.after !== undefined && <span aria-hidden="true">→</span>}
          {line.after !== undefined && (
            <ins style={{ textDecoration: 'none' }}>
              <ClaimValueText value={line.after} />
            </ins>
          )}
        </Group>
      ))}
    </Stack>
  );
};
