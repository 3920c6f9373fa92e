import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ChangeDocument } from '../../../functions/admin/schemas/item.ts';
import { describeError } from '../api/api-problem.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { formatTime } from '../parts/format-time.ts';
import { EmptyState, ErrorState, LoadingState } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useScope } from '../sign-in/use-session.ts';
import { ChangeDiff } from './change-diff.tsx';

type ChangeListProps = {
  readonly history: {
    readonly data: { readonly pages: readonly { readonly entries: readonly ChangeDocument[] }[] } | undefined;
    readonly error: unknown;
    readonly isPending: boolean;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    refetch(): unknown;
    fetchNextPage(): unknown;
  };
  /** The version that is stored now. */
  readonly current: number | undefined;
  readonly putBack: { readonly error: unknown; readonly isPending: boolean; mutate(version: number): void };
  /** The way to what has changed. */
  readonly children: ReactNode;
};

/** The changes of an item, newest first, each with the way back to it. */
export const ChangeList = ({ history, current, putBack, children }: ChangeListProps) => {
  const mayWrite = useScope('claims:write');
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Stack>
      {history.isPending && <LoadingState />}
      {history.error !== null && <ErrorState error={history.error} retry={() => void history.refetch()} />}
      {putBack.error !== null && <Text c="red.8">{describeError(putBack.error).detail}</Text>}
      {history.data && entries.length === 0 && (
        <EmptyState title="No changes">Nothing was ever stored under this name, or it was forgotten.</EmptyState>
      )}
      {entries.length > 0 && children}
      {entries.map((change) => (
        <Paper
          key={change.version}
          withBorder
          p="md"
          radius="md"
          component="article"
          aria-label={`Version ${change.version}`}
        >
          <Group justify="space-between" mb="xs">
            <Group gap="xs">
              <Text fw={600}>Version {change.version}</Text>
              {change.version === current && <Tag>current</Tag>}
              {change.action === 'delete' && <Tag color="red">deleted</Tag>}
              <Text size="sm" c="dimmed" className="wrap">
                {change.by}, {formatTime(change.at)}
              </Text>
            </Group>
            {mayWrite && change.after && change.version !== current && (
              <ConfirmButton
                label="Put back"
                subject={`version ${change.version}`}
                question={`Make the content of version ${change.version} the current one? That is a new version; nothing is lost.`}
                loading={putBack.isPending}
                onConfirm={() => putBack.mutate(change.version)}
              />
            )}
          </Group>
          <ChangeDiff change={change} />
        </Paper>
      ))}
      {history.hasNextPage && (
        <Button variant="default" onClick={() => void history.fetchNextPage()} loading={history.isFetchingNextPage}>
          Older changes
        </Button>
      )}
    </Stack>
  );
};
