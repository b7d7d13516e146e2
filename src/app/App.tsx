import { lazy, Suspense, useCallback, useRef } from 'react';
import { ErrorBoundary } from './components/ErrorBoundary.tsx';
import { Logo } from './components/Logo.tsx';
import { openFiles } from './files/batchStore.ts';
import { useFileDrop } from './files/useFileDrop.ts';
import { openModels } from './models/add/openModels.ts';
import { isModelFile } from './models/add/sortFiles.ts';
import { LoadFailures } from './models/LoadFailures.tsx';
import { ModelList } from './models/ModelList.tsx';
import { Navigation } from './navigation/Navigation.tsx';
import { NotFound } from './navigation/NotFound.tsx';
import { PageHeading } from './navigation/PageHeading.tsx';
import { PrivacyLine } from './navigation/PrivacyLine.tsx';
import type { PageId, Route } from './navigation/parseRoute.ts';
import { useRoute } from './navigation/useRoute.ts';
import { Playground } from './playground/Playground.tsx';
import { ThemeToggle } from './theme/ThemeToggle.tsx';
import { UpdatePrompt } from './update/UpdatePrompt.tsx';
import styles from './App.module.css';

/** The charts weigh more than all the rest and are fetched when they are first looked at. */
const LivePage = lazy(async () => ({ default: (await import('./live/LivePage.tsx')).LivePage }));

const LoadPage = lazy(async () => ({ default: (await import('./load/LoadPage.tsx')).LoadPage }));
const ModelsPage = lazy(async () => ({ default: (await import('./models/ModelsPage.tsx')).ModelsPage }));
const StoragePage = lazy(async () => ({ default: (await import('./storage/StoragePage.tsx')).StoragePage }));
const TrafficPage = lazy(async () => ({ default: (await import('./traffic/TrafficPage.tsx')).TrafficPage }));
const EmbedPage = lazy(async () => ({ default: (await import('./embed/EmbedPage.tsx')).EmbedPage }));

const pageViews: Record<PageId, () => React.ReactNode> = {
  try: Playground,
  live: () => <LivePage />,
  load: () => <LoadPage />,
  models: () => <ModelsPage />,
  traffic: () => <TrafficPage />,
  storage: () => <StoragePage />,
  embed: () => <EmbedPage />,
};

export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const isFileOver = useFileDrop(
    useCallback((files) => {
      if (files.some(isModelFile)) {
        void openModels(files);
        return;
      }
      window.location.hash = '#/try';
      void openFiles(files);
    }, []),
  );
  return (
    <div className={styles['app']}>
      <a
        href="#main"
        className={styles['skip']}
        onClick={(event) => {
          // Following the link would take it for a page.
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      <header className={styles['rail']}>
        <p className={styles['brand']}>
          <Logo />
          Nearside
        </p>
        <div className={styles['wide']}>
          <Navigation route={route} />
        </div>
        <div className={styles['wide']}>
          <ModelList />
        </div>
        <div className={styles['promise']}>
          <PrivacyLine />
        </div>
        <div className={styles['theme']}>
          <ThemeToggle />
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={styles['main']}>
        <PageHeading title={titleOf(route)} className={styles['heading']} />
        <LoadFailures />
        <ErrorBoundary key={titleOf(route)}>
          <Suspense fallback={<p className={styles['loading']}>Fetching the page…</p>}>
            <Page route={route} />
          </Suspense>
        </ErrorBoundary>
      </main>
      <UpdatePrompt />
      {isFileOver && <div className={styles['drop']}>Drop to open</div>}
    </div>
  );
}

function titleOf(route: Route): string {
  return route.kind === 'page' ? route.title : 'Page not found';
}

function Page({ route }: { readonly route: Route }) {
  if (route.kind === 'unknown') return <NotFound path={route.path} />;
  const View = pageViews[route.id];
  return <View />;
}
