import { Alert, Button, Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'react-router';
import type { ConsoleSettings } from '../../../functions/admin/console-routes.ts';
import { startSignIn } from './oidc.ts';

/** Where an operator who is not signed in ends up, whatever page was asked for. */
export const SignInPage = ({ settings, fault }: { settings: ConsoleSettings; fault?: string | undefined }) => {
  const { pathname, search } = useLocation();
  const [failure, setFailure] = useState(fault);
  const [leaving, setLeaving] = useState(false);
  const signIn = () => {
    setLeaving(true);
    startSignIn(settings, pathname + search).catch((error: unknown) => {
      setLeaving(false);
      setFailure(error instanceof Error ? error.message : 'The sign-in could not be started.');
    });
  };
  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder p="xl" radius="md" maw={420} w="100%">
        <Stack>
          <Title order={1} size="h2">
            Custom claims
          </Title>
          <Text>
            Give users, groups, organizations and clients their claims, and see what a token will contain and why.
          </Text>
          {failure && (
            <Alert color="red" title="Signing in did not work">
              {failure}
            </Alert>
          )}
          <Button onClick={signIn} loading={leaving} size="md">
            Sign in
          </Button>
          <Text size="sm" c="dimmed">
            You sign in at {new URL(settings.issuer).host}. What you typed and did not save is kept in this tab.
          </Text>
        </Stack>
      </Paper>
    </Center>
  );
};
