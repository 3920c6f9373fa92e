import {
  ActionIcon,
  AppShell,
  Burger,
  Button,
  Group,
  Menu,
  NavLink,
  ScrollArea,
  Select,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { Link, Outlet, useLocation, useNavigate } from 'react-router';
import { useRealms } from '../api/policy-queries.ts';
import { useRealm } from '../parts/use-realm.ts';
import { storeSession } from '../sign-in/session-store.ts';
import { useSession } from '../sign-in/use-session.ts';
import { Icon, type IconName } from './icons.tsx';

const pages: readonly { readonly path: IconName; readonly label: string }[] = [
  { path: 'users', label: 'Users' },
  { path: 'groups', label: 'Groups' },
  { path: 'organizations', label: 'Organizations' },
  { path: 'clients', label: 'Clients' },
  { path: 'preview', label: 'Token preview' },
  { path: 'catalogue', label: 'Catalogue' },
  { path: 'hooks', label: 'Hooks' },
  { path: 'review', label: 'Review' },
  { path: 'history', label: 'History' },
];

const ColorSchemeToggle = () => {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={`Use the ${other} colours`}
      onClick={() => setColorScheme(other)}
    >
      <Icon name={scheme === 'dark' ? 'sun' : 'moon'} size={18} />
    </ActionIcon>
  );
};

const OperatorMenu = () => {
  const session = useSession();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" maw={{ base: 122, sm: 220 }} px="sm">
          <Text truncate size="sm" inherit>
            {session?.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session?.scopes.filter((scope) => scope.startsWith('claims:')).join(', ')}</Menu.Label>
        <Menu.Item onClick={() => storeSession(undefined)}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};

/** The realm whose subjects are shown; every page but the catalogue is about one. */
const RealmSelect = () => {
  const realm = useRealm();
  const realms = useRealms();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [, , , page = 'users'] = pathname.split('/');
  return (
    <Select
      aria-label="Realm"
      data={realms.data?.realms ?? [realm]}
      value={realm}
      allowDeselect={false}
      onChange={(chosen) => chosen && void navigate(`/r/${chosen}/${page}`)}
      w={{ base: 126, sm: 190 }}
    />
  );
};

/** Header and navigation around every page. */
export const Shell = () => {
  const [opened, { toggle, close }] = useDisclosure(false);
  const narrow = useMediaQuery('(max-width: 47.99em)');
  const { pathname } = useLocation();
  const realm = useRealm();
  useEffect(() => {
    close();
    const page = pages.find(({ path }) => pathname.startsWith(`/r/${realm}/${path}`));
    document.title = `${page?.label ?? 'Console'} · Custom claims`;
  }, [pathname, realm, close]);
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'lg' }}
    >
      <a href="#content" className="skip-link">
        Skip to the content
      </a>
      <AppShell.Header>
        <Group h="100%" px={{ base: 'xs', sm: 'md' }} gap="xs" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <Text fw={700} visibleFrom="sm">
              Custom claims
            </Text>
            <RealmSelect />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <ColorSchemeToggle />
            <OperatorMenu />
          </Group>
        </Group>
      </AppShell.Header>
      {/* Collapsed, it is only moved out of sight: without this its links would still take the focus. */}
      <AppShell.Navbar p="xs" aria-label="Pages" mod={{ away: narrow && !opened }}>
        <ScrollArea>
          {pages.map(({ path, label }) => (
            <NavLink
              key={path}
              component={Link}
              to={`/r/${realm}/${path}`}
              label={label}
              leftSection={<Icon name={path} />}
              active={pathname.startsWith(`/r/${realm}/${path}`)}
              aria-current={pathname.startsWith(`/r/${realm}/${path}`) ? 'page' : undefined}
            />
          ))}
        </ScrollArea>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet key={`${realm}`} />
      </AppShell.Main>
    </AppShell>
  );
};
