import { Alert, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useSearchParams } from 'react-router';
import type { PreviewDocument } from '../../../functions/admin/schemas/preview.ts';
import { useCatalogue, useHooks, usePreview } from '../api/policy-queries.ts';
import { EmptyState, ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { useRealm } from '../parts/use-realm.ts';
import { PreviewForm, type PreviewRequest } from '../preview/preview-form.tsx';
import { TokenCard } from '../preview/token-card.tsx';

const requestIn = (parameters: URLSearchParams): PreviewRequest => ({
  kind: parameters.get('kind') === 'client' ? 'client' : 'user',
  subject: parameters.get('subject') ?? '',
  instance: parameters.get('instance') ?? '',
  client: parameters.get('client') ?? '',
  scopes: parameters.getAll('scope'),
  audiences: parameters.getAll('audience'),
  organization: parameters.get('organization') ?? '',
  groups: parameters.getAll('group'),
});

/** The request as the page's address, so that it can be kept and sent to somebody. */
const toParameters = (request: PreviewRequest): URLSearchParams =>
  new URLSearchParams([
    ...(['kind', 'subject', 'instance', 'client', 'organization'] as const).flatMap((name) =>
      request[name] === '' ? [] : [[name, request[name]]],
    ),
    ...request.scopes.map((scope) => ['scope', scope]),
    ...request.audiences.map((audience) => ['audience', audience]),
    ...request.groups.map((group) => ['group', group]),
  ]);

/** The admin function holds no secrets of other systems, so it cannot ask them; it must not look as if it had. */
const MissingSources = () => {
  const { data } = useCatalogue();
  const sources = new Set(
    data?.claims.flatMap((claim) => claim.sources.filter((source) => source.startsWith('source:'))),
  );
  return sources.size === 0 ? null : (
    <Alert color="yellow" title="Not everything that production asks is asked here">
      {[...sources].map((source) => source.slice('source:'.length)).join(', ')}: claims explain asks these sources too.
    </Alert>
  );
};

const Facts = ({ preview }: { preview: PreviewDocument }) => (
  <Stack gap={4}>
    <Group gap="lg">
      <Text size="sm">
        <b>Scopes that count as granted:</b> {preview.scopes.join(', ') || 'none'}
      </Text>
      <Text size="sm">
        <b>Groups:</b>{' '}
        {preview.groups
          .map(
            ({ name, precedence, from }) =>
              `${name} (${precedence === undefined ? 'last' : `precedence ${precedence}`}, ${from})`,
          )
          .join(', ') || 'none'}
      </Text>
    </Group>
    {preview.unknownGroups.length > 0 && (
      <Text size="sm">
        <b>Groups that nobody has stored:</b> {preview.unknownGroups.join(', ')}
      </Text>
    )}
    {preview.mode.effective !== 'enforce' && (
      <Alert color="yellow" title={`This hook is in mode ${preview.mode.effective}`}>
        Tokens carry none of this for now; the preview shows what they would carry.
      </Alert>
    )}
  </Stack>
);

const Result = ({ preview }: { preview: PreviewDocument }) => (
  <Stack>
    <Title order={2} size="h3">
      Tokens as they would be issued
    </Title>
    <MissingSources />
    <Facts preview={preview} />
    {preview.outcome === 'deny' && (
      <Alert color="red" title={`No token is issued: ${preview.reason}`} role="status">
        The user sees: {preview.message}
      </Alert>
    )}
    {preview.trace.length > 0 && (
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
        <TokenCard token="id_token" preview={preview} />
        <TokenCard token="access_token" preview={preview} />
        <TokenCard token="userinfo" preview={preview} />
      </SimpleGrid>
    )}
  </Stack>
);

/** What a login would put into the tokens, decided by the production decision. */
export const PreviewPage = () => {
  const realm = useRealm();
  const [parameters, setParameters] = useSearchParams();
  const request = requestIn(parameters);
  const hooks = useHooks();
  const instance = request.instance || hooks.data?.entries.find((entry) => entry.realm === realm)?.instance;
  const query =
    request.subject === '' || instance === undefined
      ? undefined
      : {
          instance,
          subject: { kind: request.kind, id: request.subject },
          client: request.kind === 'client' ? request.subject : request.client,
          scopes: [...request.scopes],
          audiences: [...request.audiences],
          ...(request.organization !== '' && { organization: request.organization }),
          groups: [...request.groups],
        };
  const { data, error, isFetching, refetch } = usePreview(query);
  return (
    <>
      <PageHeading title="Token preview">
        The decision that production makes, for a token request that nobody made: every claim with where it comes from,
        and why others are missing.
      </PageHeading>
      <Stack gap="xl">
        <PreviewForm
          key={`${request.kind} ${request.subject}`}
          request={{ ...request, instance: instance ?? '' }}
          onPreview={(chosen) => setParameters(toParameters(chosen))}
        />
        {query === undefined && (
          <EmptyState title="Whose tokens?">Enter a subject, then the client and its scopes.</EmptyState>
        )}
        {query && isFetching && !data && <LoadingState />}
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {data && <Result preview={data} />}
      </Stack>
    </>
  );
};
