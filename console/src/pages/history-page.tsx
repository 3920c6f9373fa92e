import { Anchor, Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { collections, wordsOf } from '../api/collections.ts';
import { type ItemReference, useHistory, useItem } from '../api/item-queries.ts';
import { useModeHistory, useModeItem, useModeWrites } from '../api/mode-queries.ts';
import { ChangeList } from '../history/change-list.tsx';
import { useItemWrites } from '../items/use-item-writes.ts';
import { itemPath } from '../parts/item-path.ts';
import { EmptyState, PageHeading } from '../parts/states.tsx';
import { useRealm } from '../parts/use-realm.ts';

/** Beside items, the overrides of modes have a history. */
const kinds = [...collections, 'hooks'] as const;
type Kind = (typeof kinds)[number];

const kindOf = (name: string | null): Kind => kinds.find((kind) => kind === name) ?? 'users';
const wordsFor = (kind: Kind) => (kind === 'hooks' ? { many: 'Hook modes', id: 'Hook instance' } : wordsOf[kind]);

const ItemChanges = ({ reference }: { reference: ItemReference }) => {
  const item = useItem(reference);
  const history = useHistory(reference);
  const { putBack } = useItemWrites(reference, item.data ?? null);
  return (
    <ChangeList history={history} current={item.data?.version} putBack={putBack}>
      <Anchor component={Link} to={itemPath(reference)} className="wrap">
        Open {wordsOf[reference.collection].one} {reference.id}
      </Anchor>
    </ChangeList>
  );
};

const ModeChanges = ({ instance }: { instance: string }) => {
  const realm = useRealm();
  const item = useModeItem(instance);
  const history = useModeHistory(instance);
  const { putBack } = useModeWrites(instance, item.data ?? null);
  return (
    <ChangeList history={history} current={item.data?.version} putBack={putBack}>
      <Anchor component={Link} to={`/r/${realm}/hooks`} className="wrap">
        Open hooks
      </Anchor>
    </ChangeList>
  );
};

/** Who changed what, of any item, with the way back. */
export const HistoryPage = () => {
  const realm = useRealm();
  const [parameters, setParameters] = useSearchParams();
  const id = parameters.get('id') ?? '';
  const collection = kindOf(parameters.get('collection'));
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
              data={kinds.map((name) => ({ value: name, label: wordsFor(name).many }))}
              value={form.collection}
              allowDeselect={false}
              onChange={(value) => setForm({ ...form, collection: kindOf(value) })}
              w={170}
            />
            <TextInput
              label={wordsFor(form.collection).id}
              value={form.id}
              onChange={(event) => setForm({ ...form, id: event.currentTarget.value })}
              style={{ flex: '1 1 220px', maxWidth: 420 }}
            />
            <Button type="submit" variant="default">
              Show
            </Button>
          </Group>
        </form>
        {id === '' && (
          <EmptyState title="Whose history?">Choose a kind and enter the id; or follow History on any page.</EmptyState>
        )}
        {id !== '' &&
          (collection === 'hooks' ? (
            <ModeChanges key={id} instance={id} />
          ) : (
            <ItemChanges key={`${collection} ${id}`} reference={{ realm, collection, id }} />
          ))}
      </Stack>
    </>
  );
};
