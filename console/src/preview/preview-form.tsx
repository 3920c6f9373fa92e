import {
  Autocomplete,
  Button,
  Group,
  JsonInput,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useItems } from '../api/item-queries.ts';
import { useCatalogue, useHooks } from '../api/policy-queries.ts';
import { useRealm } from '../parts/use-realm.ts';
import { parseIdpAttributes } from './idp-attributes.ts';

/** A hypothetical token request, as the form and the address have it. */
export type PreviewRequest = {
  readonly kind: 'user' | 'client';
  readonly subject: string;
  readonly instance: string;
  readonly client: string;
  readonly scopes: readonly string[];
  readonly audiences: readonly string[];
  readonly organization: string;
  readonly groups: readonly string[];
  /** JSON, as it was typed. */
  readonly idpAttributes: string;
};

type PreviewFormProps = { readonly request: PreviewRequest; readonly onPreview: (request: PreviewRequest) => void };

/** Who, by which client, with which scopes, at which IdP. */
export const PreviewForm = ({ request, onPreview }: PreviewFormProps) => {
  const realm = useRealm();
  const [form, setForm] = useState(request);
  const hooks = useHooks();
  const catalogue = useCatalogue();
  const organizations = useItems('organizations', realm);
  const clients = useItems('clients', realm);
  const instances = hooks.data?.entries.filter((entry) => entry.realm === realm) ?? [];
  const idsOf = (list: typeof clients) => list.data?.pages.flatMap(({ entries }) => entries.map(({ id }) => id)) ?? [];
  const set = (change: Partial<PreviewRequest>) => setForm({ ...form, ...change });
  const instance = form.instance || instances[0]?.instance || '';
  const parsed = parseIdpAttributes(form.idpAttributes);
  const fault = typeof parsed === 'string' ? parsed : undefined;
  return (
    <form
      aria-label="Token request"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault !== undefined) {
          return;
        }
        onPreview({ ...form, instance, client: form.kind === 'client' ? form.subject : form.client });
      }}
    >
      <Stack gap="sm">
        <SegmentedControl
          aria-label="Subject is a"
          value={form.kind}
          onChange={(kind) => set({ kind })}
          data={[
            { value: 'user', label: 'User' },
            { value: 'client', label: 'Client (machine)' },
          ]}
          w="fit-content"
        />
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" verticalSpacing="sm">
          <TextInput
            label={form.kind === 'user' ? 'Subject' : 'Client id'}
            required
            value={form.subject}
            onChange={(event) => set({ subject: event.currentTarget.value })}
          />
          <Select
            label="IdP hook"
            data={instances.map((entry) => ({ value: entry.instance, label: `${entry.instance} (${entry.hook})` }))}
            value={instance || null}
            allowDeselect={false}
            onChange={(value) => set({ instance: value ?? '' })}
          />
          {form.kind === 'user' && (
            <Autocomplete
              label="Client"
              data={idsOf(clients)}
              value={form.client}
              onChange={(client) => set({ client })}
            />
          )}
          <TagsInput
            label="Scopes"
            data={['openid', ...(catalogue.data?.scopes ?? [])]}
            value={[...form.scopes]}
            onChange={(scopes) => set({ scopes })}
            acceptValueOnBlur
          />
          <TagsInput
            label="Audiences"
            value={[...form.audiences]}
            onChange={(audiences) => set({ audiences })}
            acceptValueOnBlur
          />
          <Autocomplete
            label="Organization"
            data={idsOf(organizations)}
            value={form.organization}
            onChange={(organization) => set({ organization })}
          />
          <TagsInput
            label="Groups from the IdP"
            value={[...form.groups]}
            onChange={(groups) => set({ groups })}
            acceptValueOnBlur
          />
        </SimpleGrid>
        <JsonInput
          label="Attributes from the IdP"
          description="JSON, as the IdP would send them. What the hook hands on counts: app_metadata at Auth0 and Supabase, elsewhere what the instance lists in idpAttributes. Not kept in the address."
          placeholder={'{"app_metadata": {"plan": "gold"}}'}
          value={form.idpAttributes}
          onChange={(idpAttributes) => set({ idpAttributes })}
          error={fault}
          autosize
          minRows={2}
          maxRows={12}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <Group>
          <Button type="submit">Preview</Button>
        </Group>
      </Stack>
    </form>
  );
};
