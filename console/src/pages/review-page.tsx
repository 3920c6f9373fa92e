import { Alert, Anchor, Group, List, Stack, Table, Text, Title, VisuallyHidden } from '@mantine/core';
import { Link } from 'react-router';
import type { ReviewDocument } from '../../../functions/admin/schemas/policy.ts';
import { useReview } from '../api/policy-queries.ts';
import { itemPath } from '../parts/item-path.ts';
import { EmptyState, ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useRealm } from '../parts/use-realm.ts';

const colors = { error: 'red', warning: 'orange', info: 'indigo' } as const;

const Findings = ({ findings }: { findings: ReviewDocument['findings'] }) => (
  <Stack component="section" gap="xs">
    <Title order={2} size="h3">
      Policy findings
    </Title>
    {findings.length === 0 && <Text c="dimmed">claims check has nothing to say.</Text>}
    {findings.map((finding) => (
      <Alert
        key={JSON.stringify(finding)}
        color={finding.severity === 'error' ? 'red' : finding.severity === 'warning' ? 'orange' : 'gray'}
        variant="light"
      >
        <Group gap="xs" mb={4}>
          <Tag color={colors[finding.severity]}>{finding.severity}</Tag>
          <Text fw={600} size="sm">
            {[finding.rule, finding.claim, finding.instance].filter(Boolean).join(' · ')}
          </Text>
        </Group>
        <Text size="sm" className="wrap">
          {finding.message}
        </Text>
        <Text size="sm" c="dimmed" className="wrap">
          {finding.remedy}
        </Text>
      </Alert>
    ))}
  </Stack>
);

const Matrix = ({ review }: { review: ReviewDocument }) => {
  const realm = useRealm();
  const claims = [...new Set(review.groups.flatMap((group) => [...group.claims, ...group.undeclared]))].sort();
  if (claims.length === 0) {
    return <EmptyState title="No group grants a claim">Claims of groups show up here, group by group.</EmptyState>;
  }
  return (
    <Table.ScrollContainer minWidth={180 + claims.length * 150} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table withColumnBorders aria-label="Groups and claims" verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Group</Table.Th>
            {claims.map((claim) => (
              <Table.Th key={claim} ta="center">
                {claim}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {review.groups.map((group) => (
            <Table.Tr key={group.name}>
              <Table.Th scope="row">
                <Anchor
                  component={Link}
                  to={itemPath({ realm, collection: 'groups', id: group.name })}
                  className="wrap"
                >
                  {group.name}
                </Anchor>
                <Text size="xs" c="dimmed">
                  {group.precedence === undefined ? 'last' : `precedence ${group.precedence}`}
                </Text>
              </Table.Th>
              {claims.map((claim) => (
                <Table.Td key={claim} ta="center">
                  {group.claims.includes(claim) && (
                    <>
                      <span aria-hidden="true">●</span>
                      <VisuallyHidden>grants {claim}</VisuallyHidden>
                    </>
                  )}
                  {group.undeclared.includes(claim) && (
                    <Tag color="yellow" size="sm">
                      undeclared
                    </Tag>
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};

const Sensitive = ({ claims }: { claims: ReviewDocument['claims'] }) => {
  const sensitive = claims.filter(
    ({ sensitivity, sensitiveValueAllowed }) =>
      sensitivity === 'confidential' || sensitivity === 'personal' || sensitiveValueAllowed !== undefined,
  );
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        Sensitive claims
      </Title>
      {sensitive.length === 0 && (
        <Text c="dimmed">No claim is declared confidential or personal, and none has an exception.</Text>
      )}
      <List spacing="xs">
        {sensitive.map(({ claim, description, sensitivity, sensitiveValueAllowed, scopes, always, groups }) => (
          <List.Item key={claim}>
            <Text span fw={600}>
              {claim}
            </Text>{' '}
            {sensitivity && <Tag color="orange">{sensitivity}</Tag>}
            <Text size="sm">
              {description}. Released{' '}
              {always ? 'always' : `by ${scopes.map((scope) => `scope ${scope}`).join(', ') || 'nothing'}`}
              {groups.length > 0 && `, granted by ${groups.join(', ')}`}.
              {sensitiveValueAllowed && ` Values that look sensitive are let through: ${sensitiveValueAllowed}.`}
            </Text>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
};

const NeverReleased = ({ claims }: { claims: ReviewDocument['claims'] }) => {
  const never = claims.filter(({ neverReleased }) => neverReleased);
  return (
    <Stack component="section" gap="xs">
      <Title order={2} size="h3">
        Claims never released
      </Title>
      {never.length === 0 && <Text c="dimmed">A scope or “always” releases every claim.</Text>}
      <List spacing={4}>
        {never.map(({ claim, description }) => (
          <List.Item key={claim}>
            <Text span fw={600}>
              {claim}
            </Text>
            : {description}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
};

/** What a reviewer looks at: who gives what, what is sensitive, what never leaves, what the policy check says. */
export const ReviewPage = () => {
  const realm = useRealm();
  const { data, error, isPending, refetch } = useReview(realm);
  return (
    <>
      <PageHeading title="Review">Names only: no value is shown here. Groups are those of the store.</PageHeading>
      {isPending && <LoadingState />}
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {data && (
        <Stack gap="xl">
          <Stack component="section" gap="xs">
            <Title order={2} size="h3">
              Which groups grant which claims
            </Title>
            {!data.complete && <Text>There are more groups than one review reads; export them for a full review.</Text>}
            <Matrix review={data} />
          </Stack>
          <Sensitive claims={data.claims} />
          <NeverReleased claims={data.claims} />
          <Findings findings={data.findings} />
        </Stack>
      )}
    </>
  );
};
