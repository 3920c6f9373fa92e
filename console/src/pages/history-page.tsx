import { Anchor, Button, Group, Paper, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { describeError } from '../api/api-problem.ts';
import { type Collection, collections, wordsOf } from '../api/collections.ts';
import { type ItemReference, useHistory, useItem } from '../api/item-queries.ts';
import { ChangeDiff } from '../history/change-diff.tsx';
import { useItemWrites } from '../items/use-item-writes.ts';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { formatTime } from '../parts/format-time.ts';
import { itemPath } from '../parts/item-path.ts';
import { EmptyState, ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRealm } from '../parts/use-realm.ts';
import { useScope } from '../sign-in/use-session.ts';

const collectionOf = (name: string | null): Collection =>
  collections.find((collection) => collection === name) ?? 'users';

const Changes = ({ reference }: { reference: ItemReference }) => {
  const mayWrite = useScope('claims:write');
  const item = useItem(reference);
  const history = useHistory(reference);
  const { putBack } = useItemWrites(reference, item.data ?? null);
  const entries = history.data?.pages.flatMap((page) => page.entries) ?? [];
  const current = item.data?.version;
  return (
    <Stack>
      {history.isPending && <LoadingState />}
      {history.error && <ErrorState error={history.error} retry={() => void history.refetch()} />}
      {putBack.error && <Text c="red.8">{describeError(putBack.error).detail}</Text>}
      {history.data && entries.length === 0 && (
        <EmptyState title="No changes">Nothing was ever stored under this name, or it was forgotten.</EmptyState>
      )}
      {entries.length > 0 && (
        <Anchor component={Link} to={itemPath(reference)} className="wrap">
          Open {wordsOf[reference.collection].one} {reference.id}
        </Anchor>
      )}
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

/** Who changed what, of any item, with the way back. */
export const HistoryPage = () => {
  const realm = useRealm();
  const [parameters, setParameters] = useSearchParams();
  const id = parameters.get('id') ?? '';
  const collection = collectionOf(parameters.get('collection'));
  const [form, setForm] = useState({ collection, id });
  return (
    <>
      <PageHeading title="History">
        Every change: who, when, and what was before and after. Any earlier version can be put back.
      </PageHeading>
      <Stack>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setParameters({ ...form });
          }}
        >
          <Group align="flex-end" gap="xs">
            <Select
              label="Kind"
              data={collections.map((name) => ({ value: name, label: wordsOf[name].many }))}
              value={form.collection}
              allowDeselect={false}
              onChange={(value) => setForm({ ...form, collection: collectionOf(value) })}
              w={170}
            />
            <TextInput
              label={wordsOf[form.collection].id}
              value={form.id}
              onChange={(event) => setForm({ ...form, id: event.currentTarget.value })}
              style={{ flex: '1 1 220px', maxWidth: 420 }}
            />
            <Button type="submit" variant="default">
              Show
            </Button>
          </Group>
        </form>
        {id === '' ? (
          <EmptyState title="Whose history?">Choose a kind and enter the id; or follow History on any page.</EmptyState>
        ) : (
          <Changes key={`${collection} ${id}`} reference={{ realm, collection, id }} />
        )}
      </Stack>
    </>
  );
};
