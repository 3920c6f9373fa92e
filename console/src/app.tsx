import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Navigate, Route, Routes, useNavigate } from 'react-router';
import { useRealms } from './api/policy-queries.ts';
import { Shell } from './layout/shell.tsx';
import { CataloguePage } from './pages/catalogue-page.tsx';
import { HistoryPage } from './pages/history-page.tsx';
import { ItemPage } from './pages/item-page.tsx';
import { ItemsPage } from './pages/items-page.tsx';
import { NotFoundPage } from './pages/not-found-page.tsx';
import { PreviewPage } from './pages/preview-page.tsx';
import { ReviewPage } from './pages/review-page.tsx';
import { ErrorState } from './parts/states.tsx';
import { finishSignIn, isReturning } from './sign-in/oidc.ts';
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
  const navigate = useNavigate();
  const [returning, setReturning] = useState(isReturning);
  const [fault, setFault] = useState<string>();
  const finishing = useRef(false);

  useEffect(() => {
    // A code works once: the effect must not run twice, as it does in strict mode.
    if (!returning || !settings.data || finishing.current) {
      return;
    }
    finishing.current = true;
    finishSignIn(settings.data)
      .then((returnTo) => navigate(returnTo, { replace: true }))
      .catch((error: unknown) => {
        setFault(error instanceof Error ? error.message : 'The provider did not let you in.');
        return navigate('/', { replace: true });
      })
      .finally(() => setReturning(false));
  }, [returning, settings.data, navigate]);

  if (settings.error) {
    return <ErrorState error={settings.error} retry={() => void settings.refetch()} />;
  }
  if (!settings.data || returning) {
    return <Waiting />;
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
        <Route path="review" element={<ReviewPage />} />
        <Route path="history" element={<HistoryPage />} />
        <Route path=":collection" element={<ItemsPage />} />
        <Route path=":collection/:id" element={<ItemPage />} />
      </Route>
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  );
};
