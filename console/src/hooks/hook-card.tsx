import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { useModeItem, useModeWrites } from '../api/mode-queries.ts';
import type { HookEntry } from '../api/policy-queries.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { formatTime } from '../parts/format-time.ts';
import { historyPath } from '../parts/item-path.ts';
import { ErrorState, LoadingState } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { told } from '../parts/told.ts';
import { useScope } from '../sign-in/use-session.ts';
import { ModeForm } from './mode-form.tsx';
import { colorOf, describeReach } from './mode-words.ts';

const Override = ({ item, configured }: { item: ItemDocument | null; configured: HookEntry['mode'] }) =>
  item?.mode ? (
    <Stack gap={2}>
      <Group gap={6}>
        <Text size="sm" fw={600}>
          Overridden:
        </Text>
        <Tag color={colorOf[item.mode.mode]}>{item.mode.mode}</Tag>
        <Text size="sm" className="wrap">
          for {describeReach(item.mode)}
          {(item.mode.share !== undefined || item.mode.clients !== undefined) && `; elsewhere ${configured}`}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" className="wrap">
        {item.updatedBy}, {formatTime(item.updatedAt)}
      </Text>
    </Stack>
  ) : (
    <Text size="sm" c="dimmed">
      No override.
    </Text>
  );

const Actions = ({ hook, item }: { hook: HookEntry; item: ItemDocument | null }) => {
  const { instance, realm } = hook;
  const mayWrite = useScope('claims:write');
  const [editing, setEditing] = useState(false);
  const { override, end } = useModeWrites(instance, item);
  if (editing) {
    return (
      <ModeForm
        instance={instance}
        realm={realm}
        initial={item?.mode ?? { mode: hook.mode }}
        saving={override.isPending}
        onCancel={() => setEditing(false)}
        onSave={(mode) => {
          const { onSuccess, onError } = told(`The mode of ${instance} is overridden`);
          override.mutate(mode, {
            onError,
            onSuccess: () => {
              onSuccess();
              setEditing(false);
            },
          });
        }}
      />
    );
  }
  return (
    <Group gap="xs">
      {mayWrite && hook.mode !== 'off' && (
        <Button
          variant="light"
          size="compact-sm"
          aria-label={`Change mode of ${instance}`}
          onClick={() => setEditing(true)}
        >
          Change mode
        </Button>
      )}
      {mayWrite && item?.mode && (
        <ConfirmButton
          label="End override"
          subject={`of ${instance}`}
          question={`From the next login on, ${instance} is in mode ${hook.mode} for everybody, as hooks.config.ts says. End the override?`}
          loading={end.isPending}
          onConfirm={() => end.mutate(undefined, told('The override has ended'))}
        />
      )}
      {item && (
        <Button
          component={Link}
          to={historyPath({ realm, collection: 'hooks', id: instance })}
          variant="default"
          size="compact-sm"
          aria-label={`History of ${instance}`}
        >
          History
        </Button>
      )}
    </Group>
  );
};

/** A hook instance: what it is configured to do, and what overrides that now. */
export const HookCard = ({ hook }: { hook: HookEntry }) => {
  const { data: item, error, refetch } = useModeItem(hook.instance);
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={hook.instance}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4" className="wrap">
            {hook.instance}
          </Title>
          <Text size="sm" c="dimmed" className="wrap">
            {hook.hook}
          </Text>
        </Group>
        <Group gap={6}>
          <Text size="sm" fw={600}>
            Configured:
          </Text>
          <Tag color={colorOf[hook.mode]}>{hook.mode}</Tag>
          <Text size="sm">
            when we fail, the login {hook.onFailure === 'deny' ? 'is denied' : 'goes on without our claims'}
          </Text>
        </Group>
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {item === undefined && !error && <LoadingState lines={1} />}
        {item !== undefined && hook.mode === 'off' && (
          <Text size="sm" c="dimmed">
            Switched off in hooks.config.ts: only a deployment changes that.
          </Text>
        )}
        {item !== undefined && hook.mode !== 'off' && <Override item={item} configured={hook.mode} />}
        {item !== undefined && (hook.mode !== 'off' || item) && <Actions hook={hook} item={item} />}
      </Stack>
    </Paper>
  );
};
