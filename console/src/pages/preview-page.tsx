import { Alert, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useLocation, useSearchParams } from 'react-router';
import type { PreviewDocument } from '../../../functions/admin/schemas/preview.ts';
import { useHooks, usePreview } from '../api/policy-queries.ts';
import { EmptyState, ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { useRealm } from '../parts/use-realm.ts';
import { idpAttributesIn, parseIdpAttributes, toPageState } from '../preview/idp-attributes.ts';
import { PreviewForm, type PreviewRequest } from '../preview/preview-form.tsx';
import { TokenCard } from '../preview/token-card.tsx';

const requestIn = (parameters: URLSearchParams, state: unknown): PreviewRequest => ({
  kind: parameters.get('kind') === 'client' ? 'client' : 'user',
  subject: parameters.get('subject') ?? '',
  instance: parameters.get('instance') ?? '',
  client: parameters.get('client') ?? '',
  scopes: parameters.getAll('scope'),
  audiences: parameters.getAll('audience'),
  organization: parameters.get('organization') ?? '',
  groups: parameters.getAll('group'),
  idpAttributes: idpAttributesIn(state),
});

/** The request as the page's address, so that it can be kept and sent to somebody; but for what the IdP says. */
const toParameters = (request: PreviewRequest): URLSearchParams =>
  new URLSearchParams([
    ...(['kind', 'subject', 'instance', 'client', 'organization'] as const).flatMap((name) =>
      request[name] === '' ? [] : [[name, request[name]]],
    ),
    ...request.scopes.map((scope) => ['scope', scope]),
    ...request.audiences.map((audience) => ['audience', audience]),
    ...request.groups.map((group) => ['group', group]),
  ]);

/** What became of the additional sources: the preview must not look as if it had asked what it could not. */
const Sources = ({ failed, notAsked }: PreviewDocument['sources']) => (
  <>
    {notAsked.length > 0 && (
      <Alert color="yellow" title={`Not asked here: ${notAsked.join(', ')}`}>
        Only the hooks may read the secrets of these sources, so the tokens below are without them. claims explain asks
        them too.
      </Alert>
    )}
    {failed.length > 0 && (
      <Alert color="red" title={`No answer from ${failed.join(', ')}`}>
        The tokens below are without it. A login would be answered by the failure policy of this hook.
      </Alert>
    )}
  </>
);

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
      {preview.sources.answered.length > 0 && (
        <Text size="sm">
          <b>Sources:</b> {preview.sources.answered.join(', ')}
        </Text>
      )}
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
    <Sources {...preview.sources} />
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
  const request = requestIn(parameters, useLocation().state);
  const idpAttributes = parseIdpAttributes(request.idpAttributes);
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
          ...(typeof idpAttributes === 'object' && { idpAttributes }),
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
          onPreview={(chosen) => setParameters(toParameters(chosen), { state: toPageState(chosen.idpAttributes) })}
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
