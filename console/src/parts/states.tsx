import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { describeError } from '../api/api-problem.ts';

/** Something could not be loaded: what, and the way on. */
export const ErrorState = ({ error, retry }: { error: unknown; retry?: () => void }) => {
  const { title, detail } = describeError(error);
  return (
    <Alert color="red" title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm" className="wrap">
          {detail}
        </Text>
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
};

/** There is nothing yet: why, and what to do. */
export const EmptyState = ({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) => (
  <Paper withBorder p="lg" radius="md">
    <Stack align="center" gap="xs">
      <Title order={3} size="h4" ta="center">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" ta="center" maw={520}>
          {children}
        </Text>
      )}
      {action}
    </Stack>
  </Paper>
);

export const LoadingState = ({ lines = 4 }: { lines?: number }) => (
  <Stack aria-busy="true" aria-label="Loading" role="status">
    {Array.from({ length: lines }, (_, line) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines are alike and never move
      <Skeleton key={line} height={36} radius="md" />
    ))}
  </Stack>
);

/** A page's heading with what one can do there. */
export const PageHeading = ({
  title,
  children,
  actions,
}: {
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}) => (
  <Group justify="space-between" align="flex-start" mb="md" gap="sm">
    <Stack gap={4} style={{ flex: '1 1 280px' }}>
      <Title order={1} size="h2" className="wrap">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" component="div" maw={760}>
          {children}
        </Text>
      )}
    </Stack>
    {actions && <Group gap="xs">{actions}</Group>}
  </Group>
);
