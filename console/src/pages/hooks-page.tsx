import { Stack } from '@mantine/core';
import { useHooks } from '../api/policy-queries.ts';
import { HookCard } from '../hooks/hook-card.tsx';
import { EmptyState, ErrorState, LoadingState, PageHeading } from '../parts/states.tsx';
import { useRealm } from '../parts/use-realm.ts';

/** The hook instances of a realm, and the switch that needs no deployment. */
export const HooksPage = () => {
  const realm = useRealm();
  const { data, error, isPending, refetch } = useHooks();
  const hooks = data?.entries.filter((entry) => entry.realm === realm) ?? [];
  return (
    <>
      <PageHeading title="Hooks">
        What each IdP's hook does with this realm's logins. An override takes hold at the next login, without a
        deployment: for everybody, for a share of the subjects, or at some clients.
      </PageHeading>
      {isPending && <LoadingState />}
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {data && hooks.length === 0 && (
        <EmptyState title="No hooks">hooks.config.ts has no instance with this realm.</EmptyState>
      )}
      <Stack>
        {hooks.map((hook) => (
          <HookCard key={hook.instance} hook={hook} />
        ))}
      </Stack>
    </>
  );
};
