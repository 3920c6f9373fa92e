import { Alert, Button, Group, Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiProblem, bodyOf, describeError } from '../api/api-problem.ts';
import { type ListedCollection, listApi, wordsOf } from '../api/collections.ts';
import { useWrite } from '../api/item-queries.ts';
import { itemPath } from '../parts/item-path.ts';

/** Makes an item; a name that was deleted before is used again only when that is said. */
export const CreateItem = ({ collection, realm }: { collection: ListedCollection; realm: string }) => {
  const [opened, { open, close }] = useDisclosure(false);
  const [id, setId] = useState('');
  const [precedence, setPrecedence] = useState<number | ''>('');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const reference = { collection, realm, id };
  const words = wordsOf[collection];
  const create = useWrite(reference, (reuse: boolean) =>
    bodyOf(
      listApi[collection].$post({
        param: { realm },
        header: { 'idempotency-key': crypto.randomUUID() },
        json: {
          id,
          content: { attributes: {}, ...(collection === 'groups' && precedence !== '' && { precedence }) },
          ...(reuse && { reuse }),
        },
      }),
    ),
  );
  const submit = (reuse: boolean) =>
    create.mutate(reuse, {
      onSuccess: async () => {
        close();
        await queries.invalidateQueries({ queryKey: ['items', realm, collection] });
        await navigate(itemPath(reference));
      },
    });
  const exists = create.error instanceof ApiProblem && create.error.status === 409;
  const deleted = exists && create.error?.message.includes('was deleted');
  return (
    <>
      <Button onClick={open}>New {words.one}</Button>
      <Modal opened={opened} onClose={close} title={`New ${words.one}`} centered>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submit(false);
          }}
        >
          <Stack>
            <TextInput
              label={words.id}
              description={
                collection === 'users'
                  ? 'As the IdP sends it, such as auth0|5f7c...'
                  : 'As the IdP sends it, character by character'
              }
              value={id}
              onChange={(event) => setId(event.currentTarget.value)}
              required
              data-autofocus
            />
            {collection === 'groups' && (
              <NumberInput
                label="Precedence"
                description="Between groups the lower number wins; a group without one comes last"
                allowDecimal={false}
                value={precedence}
                onChange={(value) => setPrecedence(typeof value === 'number' ? value : '')}
              />
            )}
            {create.error && (
              <Alert color={deleted ? 'yellow' : 'red'} role="alert" title={describeError(create.error).title}>
                <Text size="sm" className="wrap">
                  {describeError(create.error).detail}
                </Text>
              </Alert>
            )}
            <Group justify="flex-end">
              {deleted && (
                <Button variant="default" onClick={() => submit(true)}>
                  Use the name again
                </Button>
              )}
              <Button type="submit" loading={create.isPending}>
                Create
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
};
