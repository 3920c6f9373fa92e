import { Button, Group, NumberInput, SegmentedControl, Stack, TagsInput, Text } from '@mantine/core';
import { useState } from 'react';
import { useItems } from '../api/item-queries.ts';
import type { ModeOverride } from '../api/mode-queries.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { describeEffect, type Mode, modes } from './mode-words.ts';

type ModeFormProps = {
  readonly instance: string;
  readonly realm: string;
  readonly initial: ModeOverride;
  readonly saving: boolean;
  readonly onSave: (override: ModeOverride) => void;
  readonly onCancel: () => void;
};

/** Which mode, for which share of the subjects, at which clients. */
export const ModeForm = ({ instance, realm, initial, saving, onSave, onCancel }: ModeFormProps) => {
  const [mode, setMode] = useState<Mode>(initial.mode);
  const [share, setShare] = useState<number | string>(initial.share ?? '');
  const [clients, setClients] = useState<readonly string[]>(initial.clients ?? []);
  const known = useItems('clients', realm);
  const override: ModeOverride = {
    mode,
    ...(typeof share === 'number' && { share }),
    ...(clients.length > 0 && { clients }),
  };
  return (
    <Stack gap="sm" role="group" aria-label={`Override the mode of ${instance}`}>
      <SegmentedControl aria-label="Mode" value={mode} onChange={setMode} data={[...modes]} w="fit-content" />
      <Group align="flex-start" gap="sm">
        <NumberInput
          label="Share of the subjects, in percent"
          description="Empty: all. The same person is always in or out."
          value={share}
          onChange={setShare}
          min={0}
          max={100}
          clampBehavior="strict"
          style={{ flex: '1 1 220px' }}
        />
        <TagsInput
          label="Clients"
          description="Empty: all."
          data={known.data?.pages.flatMap(({ entries }) => entries.map(({ id }) => id)) ?? []}
          value={[...clients]}
          onChange={setClients}
          acceptValueOnBlur
          style={{ flex: '2 1 220px' }}
        />
      </Group>
      <Text size="sm" className="wrap">
        {describeEffect(instance, override)}
      </Text>
      <Group gap="xs">
        <ConfirmButton
          size="sm"
          label="Override"
          subject={`the mode of ${instance}`}
          question={describeEffect(instance, override)}
          loading={saving}
          onConfirm={() => onSave(override)}
        />
        <Button variant="subtle" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
};
