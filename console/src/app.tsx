import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { useRealms } from './api/policy-queries.ts';
import { Shell } from './layout/shell.tsx';
import { CataloguePage } from './pages/catalogue-page.tsx';
import { HistoryPage } from './pages/history-page.tsx';
import { HooksPage } from './pages/hooks-page.tsx';
import { ItemPage } from './pages/item-page.tsx';
import { ItemsPage } from './pages/items-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { PreviewPage } from './pages/preview-page.tsx';
import { ReviewPage } from './pages/review-page.tsx';
import { ErrorState } from './parts/states.tsx';
import { finishSignIn, isCallback, isReturning } from './sign-in/oidc.ts';
import { loadSettings } from './sign-in/settings.ts';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { useSession } from './sign-in/use-session.ts';

const Waiting = () => (
  <Center component="main" mih="100dvh">
    <Loader aria-label="Loading" />
  </Center>
);

/** The first page: the users of the first realm. */
const Home = () => {
  const realms = useRealms();
  const [first] = realms.data?.realms ?? [];
  if (realms.error) {
    return <ErrorState error={realms.error} retry={() => void realms.refetch()} />;
  }
  return first === undefined ? <Waiting /> : <Navigate to={`/r/${first}/users`} replace />;
};

/** Signs in first; then every page below the shell. */
export const App = () => {
  const settings = useQuery({ queryKey: ['settings'], queryFn: loadSettings, staleTime: Number.POSITIVE_INFINITY });
  const session = useSession();
  const { search } = useLocation();
  const [returning, setReturning] = useState(isReturning);
  const [returnTo, setReturnTo] = useState<string>();
  const [fault, setFault] = useState<string>();
  const finishing = useRef(false);

  useEffect(() => {
    // A code works once: the effect must not run twice, as it does in strict mode.
    if (!returning || !settings.data || finishing.current) {
      return;
    }
    finishing.current = true;
    finishSignIn(settings.data)
      .then(setReturnTo)
      .catch((error: unknown) => {
        setFault(error instanceof Error ? error.message : 'The provider did not let you in.');
        setReturnTo('/');
      })
      .finally(() => setReturning(false));
  }, [returning, settings.data]);

  if (settings.error) {
    return <ErrorState error={settings.error} retry={() => void settings.refetch()} />;
  }
  if (!settings.data || returning) {
    return <Waiting />;
  }
  // While the provider's answer is still in the address, the routes below would take it for the first page.
  if (returnTo !== undefined && isCallback(search)) {
    return <Navigate to={returnTo} replace />;
  }
  if (!session) {
    return <SignInPage settings={settings.data} fault={fault} />;
  }
  return (
    <Routes>
      <Route index element={<Home />} />
      <Route path="r/:realm" element={<Shell />}>
        <Route path="preview" element={<PreviewPage />} />
        <Route path="catalogue" element={<CataloguePage />} />
        <Route path="hooks" element={<HooksPage />} />
        <Route path="review" element={<ReviewPage />} />
        <Route path="history" element={<HistoryPage />} />
        <Route path=":collection" element={<ItemsPage />} />
        <Route path=":collection/:id" element={<ItemPage />} />
      </Route>
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
};
