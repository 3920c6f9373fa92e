import { Alert, Autocomplete, Button, Group, Paper, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ItemDocument } from '../../../functions/admin/schemas/item.ts';
import { ApiProblem, describeError } from '../api/api-problem.ts';
import { isSubject } from '../api/collections.ts';
import type { ItemReference, Written } from '../api/item-queries.ts';
import { useCatalogue } from '../api/policy-queries.ts';
import { useDraft } from '../parts/use-draft.ts';
import { OverrideNote } from './override-note.tsx';
import { useSetClaim } from './use-claim-writes.ts';
import { useLowerSources } from './use-lower-sources.ts';
import { ValueEditor } from './value-editor.tsx';
import {
  describeSchema,
  formOf,
  formOfValue,
  toInput,
  toValue,
  type ValueForm,
  type ValueInput,
} from './value-form.ts';

type Draft = { readonly claim: string; readonly form: ValueForm; readonly input: ValueInput };

const freeForms: readonly { value: ValueForm; label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'yes-no', label: 'Yes or no' },
  { value: 'list', label: 'List of texts' },
  { value: 'json', label: 'JSON' },
];

type ClaimFormProps = {
  readonly reference: ItemReference;
  readonly item: ItemDocument | null;
  /** The claim that is edited; absent: one is added. */
  readonly claim?: string;
  /** With what the service says about a claim that was saved. */
  readonly onDone: (notices: Written['notices']) => void;
};

/** Adds a claim to an item or edits it; what is typed survives until it is saved or discarded. */
export const ClaimForm = ({ reference, item, claim, onDone }: ClaimFormProps) => {
  const catalogue = useCatalogue();
  const definitions = catalogue.data?.claims ?? [];
  const schemaOf = (name: string) => definitions.find((entry) => entry.claim === name)?.schema;
  const stored = claim === undefined ? undefined : item?.attributes[claim];
  const form = claim === undefined ? 'text' : (formOf(schemaOf(claim)) ?? formOfValue(stored));
  const [initial] = useState<Draft>(() => ({ claim: claim ?? '', form, input: toInput(form, stored) }));
  const name = `${reference.realm}/${reference.collection}/${reference.id}/${claim ?? '+'}`;
  const { draft, restored, set, clear } = useDraft(name, initial);
  const [tried, setTried] = useState(false);
  const save = useSetClaim(reference, item);

  const definition = definitions.find((entry) => entry.claim === draft.claim);
  const declaredForm = formOf(definition?.schema);
  const currentForm = declaredForm ?? draft.form;
  const typed = toValue(currentForm, draft.input);
  const lower = useLowerSources(reference, item, draft.claim);
  const refusal = save.error instanceof ApiProblem ? save.error.refused[0]?.message : undefined;

  const choose = (chosen: string) => {
    const next =
      formOf(schemaOf(chosen)) ?? (draft.form === 'choice' || draft.form === 'choices' ? 'text' : draft.form);
    set({ claim: chosen, form: next, input: next === currentForm ? draft.input : toInput(next, undefined) });
  };
  const leave = (notices: Written['notices'] = []) => {
    clear();
    onDone(notices);
  };
  const submit = () => {
    setTried(true);
    if (draft.claim !== '' && 'value' in typed) {
      save.mutate({ claim: draft.claim, value: typed.value }, { onSuccess: ({ notices }) => leave(notices) });
    }
  };

  return (
    <Paper withBorder p="md" radius="md" bg="var(--mantine-color-body)">
      <form
        aria-label={claim === undefined ? 'Add claim' : `Edit ${claim}`}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack gap="sm">
          {restored && (
            <Text size="sm" c="dimmed">
              What you typed before is still here.
            </Text>
          )}
          {claim === undefined && (
            <Autocomplete
              label="Claim"
              description={
                draft.claim !== '' && !definition
                  ? 'Not in the catalogue: it is stored, and no token carries it until the policy declares it.'
                  : (definition?.description ?? 'From the catalogue, or a name of your own')
              }
              data={definitions
                .filter((entry) => !Object.hasOwn(item?.attributes ?? {}, entry.claim))
                .map((entry) => entry.claim)}
              value={draft.claim}
              onChange={choose}
              error={tried && draft.claim === '' ? 'Choose or type a claim.' : false}
              data-autofocus
            />
          )}
          {draft.claim !== '' && !declaredForm && (
            <Select
              label="Type"
              data={freeForms}
              value={draft.form}
              allowDeselect={false}
              onChange={(value) => {
                const chosen = freeForms.find((entry) => entry.value === value);
                if (chosen) {
                  set({ ...draft, form: chosen.value, input: toInput(chosen.value, undefined) });
                }
              }}
            />
          )}
          {draft.claim !== '' && (
            <>
              <ValueEditor
                form={currentForm}
                schema={definition?.schema}
                input={draft.input}
                description={
                  definition ? `The policy takes ${describeSchema(definition.schema)}` : 'Any value of this type'
                }
                fault={refusal ?? (tried && 'fault' in typed ? typed.fault : undefined)}
                onChange={(input) => set({ ...draft, form: currentForm, input })}
              />
              <OverrideNote collection={reference.collection} merge={definition?.merge ?? 'override'} sources={lower} />
            </>
          )}
          {definition?.sources[0] === 'computed' && (
            <Alert color="yellow">
              The policy computes this claim: tokens carry what it computes, not what is stored here.
            </Alert>
          )}
          {save.error && refusal === undefined && <SaveFault error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
            <Button variant="default" onClick={() => leave()}>
              {claim === undefined ? 'Discard' : 'Cancel'}
            </Button>
            {isSubject(reference.collection) && draft.claim !== '' && definition && (
              <Text size="sm" c="dimmed">
                Tokens that are issued from now on carry it, where the scopes release it.
              </Text>
            )}
          </Group>
        </Stack>
      </form>
    </Paper>
  );
};

const SaveFault = ({ error }: { error: unknown }) => {
  const { title, detail } = describeError(error);
  const changed = error instanceof ApiProblem && (error.status === 412 || error.status === 409);
  return (
    <Alert color="red" title={title} role="alert">
      <Text size="sm" className="wrap">
        {detail}
      </Text>
      {changed && (
        <Text size="sm">The latest version is loaded; what you typed is kept. Save again to put it on top.</Text>
      )}
    </Alert>
  );
};
