import { Accordion, Code, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import type { PreviewDocument } from '../../../functions/admin/schemas/preview.ts';
import { ClaimValueText } from '../parts/claim-value.tsx';
import { Tag } from '../parts/tag.tsx';
import { type ClaimTrace, describeSource, reasonTexts, type Token, tokenNames } from './sources.ts';

const number = new Intl.NumberFormat('en');

/** Bytes of our claims against what the IdP or the policy's budget allows. */
const Budget = ({ token, bytes, limit }: { token: Token; bytes: number; limit: number }) => {
  const share = Math.min(100, (bytes / limit) * 100);
  const color = share > 90 ? 'red' : share > 70 ? 'yellow' : 'teal';
  return (
    <Stack gap={4}>
      <Progress
        value={bytes > 0 ? Math.max(share, 1) : 0}
        color={color}
        aria-label={`${tokenNames[token]}: share of the byte budget`}
      />
      <Text size="sm" c="dimmed">
        {number.format(bytes)} of {number.format(limit)} bytes
      </Text>
    </Stack>
  );
};

const Origin = ({ sources, overrode }: Pick<ClaimTrace, 'sources' | 'overrode'>) => (
  <Text size="sm" c="dimmed" className="wrap">
    from {sources.map(describeSource).join(' and ') || 'nothing'}
    {overrode.length > 0 && <>; overrides {overrode.map(describeSource).join(', ')}</>}
  </Text>
);

const Released = ({ trace, value }: { trace: ClaimTrace; value: unknown }) => (
  <Stack gap={2} component="li" data-claim={trace.claim}>
    <Group gap={6} align="baseline">
      <Text fw={600} className="wrap">
        {trace.claim}
      </Text>
      <ClaimValueText value={value} />
    </Group>
    {trace.name !== trace.claim && (
      <Text size="xs" c="dimmed" className="wrap" ff="monospace">
        {trace.name}
      </Text>
    )}
    <Origin sources={trace.sources} overrode={trace.overrode} />
  </Stack>
);

const Withheld = ({ traces }: { traces: readonly ClaimTrace[] }) => (
  <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
    {traces.map((trace) => (
      <li key={trace.claim} data-withheld={trace.claim}>
        <Group gap={6}>
          <Text fw={600} size="sm" className="wrap">
            {trace.claim}
          </Text>
          <Code>{trace.reason}</Code>
        </Group>
        <Text size="sm" c="dimmed">
          {trace.reason && reasonTexts[trace.reason]}
          {trace.detail && ` (${trace.detail})`}
        </Text>
      </li>
    ))}
  </Stack>
);

/** One token as it would be issued: our claims in it, and why the others are not. */
export const TokenCard = ({ token, preview }: { token: Token; preview: PreviewDocument }) => {
  const claims = preview.claims[token];
  const traces = preview.trace.filter((trace) => trace.token === token);
  const released = traces.filter(({ outcome }) => outcome === 'released');
  const withheld = traces.filter(({ outcome }) => outcome === 'withheld');
  const reached = preview.tokens.includes(token);
  return (
    <Paper withBorder p="md" radius="md" component="section" aria-label={tokenNames[token]} data-token={token}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={3} size="h4">
            {tokenNames[token]}
          </Title>
          <Tag color="gray">{released.length} released</Tag>
        </Group>
        {!reached && <Text c="dimmed">This hook does not reach this token.</Text>}
        {reached && <Budget token={token} {...preview.budget[token]} />}
        {reached && released.length === 0 && <Text c="dimmed">None of our claims is in it.</Text>}
        {released.length > 0 && (
          <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {released.map((trace) => (
              <Released key={trace.claim} trace={trace} value={claims[trace.name ?? trace.claim]} />
            ))}
          </Stack>
        )}
        {withheld.length > 0 && (
          <Accordion variant="contained" order={4}>
            <Accordion.Item value="withheld">
              <Accordion.Control>{withheld.length} withheld, and why</Accordion.Control>
              <Accordion.Panel>
                <Withheld traces={withheld} />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        )}
      </Stack>
    </Paper>
  );
};
