import { Anchor, Center } from '@mantine/core';
import { Link } from 'react-router';
import { EmptyState } from '../parts/states.tsx';

export const NotFoundPage = () => (
  <Center component="main" mih="60dvh" p="md">
    <EmptyState title="There is no such page">
      <Anchor component={Link} to="/">
        Go to the first page
      </Anchor>
    </EmptyState>
  </Center>
);
