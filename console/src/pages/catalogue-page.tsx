import { Accordion, Code, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type CatalogueClaim, useCatalogue } from '../api/policy-queries.ts';
import { describeSchema } from '../claims/value-form.ts';
import { ClaimValueText } from '../parts/claim-value.tsx';
import { EmptyState, ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';

const releasedBy = ({ always, scopes }: CatalogueClaim): string => {
  if (always) {
    return 'always';
  }
  return scopes.length === 0 ? 'never' : `scope ${scopes.join(', ')}`;
};

/** One row per instance and name: usually all tokens of an instance have the same. */
const namesByInstance = (names: CatalogueClaim['names']) => [
  ...Map.groupBy(names, ({ instance, name, audience, refusal }) =>
    JSON.stringify([instance, name, audience, refusal?.detail]),
  ).values(),
];

const Names = ({ claim }: { claim: CatalogueClaim }) => (
  <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
    <Table aria-label={`Names of ${claim.claim}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Hook instance</Table.Th>
          <Table.Th>Tokens</Table.Th>
          <Table.Th>Name in the token</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {namesByInstance(claim.names).map(([first, ...others]) =>
          first ? (
            <Table.Tr key={`${first.instance} ${first.name} ${first.audience} ${first.token}`}>
              <Table.Td>
                {first.instance}
                {first.audience && (
                  <Text size="sm" c="dimmed" className="wrap">
                    {first.audience}
                  </Text>
                )}
              </Table.Td>
              <Table.Td>{[first, ...others].map(({ token }) => token).join(', ')}</Table.Td>
              <Table.Td className="wrap">
                {first.refusal ? (
                  <Text size="sm">
                    withheld: {first.refusal.reason} ({first.refusal.detail})
                  </Text>
                ) : (
                  <Code>{first.name}</Code>
                )}
              </Table.Td>
            </Table.Tr>
          ) : null,
        )}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);

const Fact = ({ label, children }: { label: string; children: React.ReactNode }) => (
  <Text size="sm" component="div">
    <Text span fw={600} inherit>
      {label}:{' '}
    </Text>
    {children}
  </Text>
);

const Entry = ({ claim }: { claim: CatalogueClaim }) => (
  <Accordion.Item value={claim.claim}>
    <Accordion.Control>
      <Group gap="xs">
        <Text fw={600} className="wrap">
          {claim.claim}
        </Text>
        <Tag color={releasedBy(claim) === 'never' ? 'red' : 'gray'}>{releasedBy(claim)}</Tag>
        {claim.sensitivity && <Tag color="orange">{claim.sensitivity}</Tag>}
        {claim.required && <Tag>required</Tag>}
      </Group>
      <Text size="sm" c="dimmed">
        {claim.description}
      </Text>
    </Accordion.Control>
    <Accordion.Panel>
      <Stack gap="xs">
        <Fact label="Value">{describeSchema(claim.schema)}</Fact>
        {claim.default !== undefined && (
          <Fact label="Default">
            <ClaimValueText value={claim.default} />
          </Fact>
        )}
        <Fact label="Sources, lowest first">{claim.sources.join(' < ')}</Fact>
        {claim.merge !== 'override' && <Fact label="Several sources">{claim.merge}</Fact>}
        {claim.tokens && <Fact label="Tokens">{claim.tokens.join(', ')}</Fact>}
        {claim.audiences && <Fact label="Audiences">{claim.audiences.join(', ')}</Fact>}
        {claim.clients && <Fact label="Clients">{claim.clients.join(', ')}</Fact>}
        {claim.owner && <Fact label="Owner">{claim.owner}</Fact>}
        {claim.sensitiveValueAllowed && <Fact label="Sensitive values, because">{claim.sensitiveValueAllowed}</Fact>}
        <Names claim={claim} />
      </Stack>
    </Accordion.Panel>
  </Accordion.Item>
);

/** The data dictionary: every claim of the policy. */
export const CataloguePage = () => {
  const { data, error, isPending, refetch } = useCatalogue();
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const claims = (data?.claims ?? []).filter(({ claim, description }) =>
    `${claim} ${description}`.toLowerCase().includes(wanted),
  );
  return (
    <>
      <PageHeading title="Catalogue">
        Every claim of the policy: what it means, where it comes from, who gets it, and its name in each token.
      </PageHeading>
      <Stack>
        <TextInput label="Filter" value={filter} onChange={(event) => setFilter(event.currentTarget.value)} maw={360} />
        {isPending && <LoadingState />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {data && claims.length === 0 && (
          <EmptyState title="No claim">
            {wanted === '' ? 'claims.config.ts declares none.' : 'No name or description has this text.'}
          </EmptyState>
        )}
        {claims.length > 0 && (
          <Accordion variant="separated" order={2} chevronPosition="left">
            {claims.map((claim) => (
              <Entry key={claim.claim} claim={claim} />
            ))}
          </Accordion>
        )}
      </Stack>
    </>
  );
};
