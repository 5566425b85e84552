// Composition of the dashboard: session first, then language, then the page that the address names.

import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import type { Session } from './api.gen.ts';
import { getJson, onSessionLost } from './lib/api.ts';
import { I18nProvider, useI18n } from './lib/i18n.tsx';
import { nextAddress } from './lib/link.ts';
import { SessionContext, useSession } from './lib/session.tsx';
import { ToastProvider } from './lib/toast.tsx';
import { InboxPage } from './pages/inbox/inbox-page.tsx';
import { StoryPage } from './pages/inbox/story-page.tsx';
import { IncidentPage } from './pages/incidents/incident-page.tsx';
import { IncidentsPage } from './pages/incidents/incidents-page.tsx';
import { LearningPage } from './pages/learning/learning-page.tsx';
import { LoginPage } from './pages/login/login-page.tsx';
import { SetupPage } from './pages/login/setup-page.tsx';
import { NamedPage } from './pages/named/named-page.tsx';
import { SearchesPage } from './pages/searches/searches-page.tsx';
import { SourcesPage } from './pages/sources/sources-page.tsx';
import { TodayPage } from './pages/today/today-page.tsx';
import { WatchesPage } from './pages/watches/watches-page.tsx';
import { Page } from './parts/page.tsx';
import { Shell } from './parts/shell.tsx';
import { Empty, ErrorNote, Skeleton } from './parts/states.tsx';

const BEFORE: Session = { user: null, needsSetup: false, locale: 'tr', timeZone: 'Europe/Istanbul', version: '' };

export function App() {
  const [session, setSession] = useState<Session | null>(null);
  const [error, setError] = useState<unknown>(null);
  const read = useCallback(() => {
    setError(null);
    getJson<Session>('/api/session').then(setSession, setError);
  }, []);
  useEffect(() => {
    onSessionLost(() => setSession((old) => (old ? { ...old, user: null } : old)));
    read();
  }, [read]);
  const shown = session ?? BEFORE;
  const value = useMemo(() => ({ session: shown, setSession }), [shown]);
  return (
    <SessionContext value={value}>
      <I18nProvider locale={shown.locale} timeZone={shown.timeZone}>
        <ToastProvider>
          {session ? <Routes /> : error ? <Start>{<ErrorNote error={error} retry={read} />}</Start> : <Start />}
        </ToastProvider>
      </I18nProvider>
    </SessionContext>
  );
}

function Start(props: { children?: ReactNode }) {
  return <main className="start">{props.children ?? <Skeleton lines={3} />}</main>;
}

function Routes() {
  const { session } = useSession();
  const [path] = useLocation();
  const search = useSearch();
  if (!session.user) {
    const here = `${path}${search ? `?${search}` : ''}`;
    return (
      <Switch>
        <Route path="/setup" component={SetupPage} />
        <Route path="/login" component={LoginPage} />
        <Route>
          {session.needsSetup ? (
            <Redirect to="/setup" replace />
          ) : (
            <Redirect to={here === '/' ? '/login' : `/login?next=${encodeURIComponent(here)}`} replace />
          )}
        </Route>
      </Switch>
    );
  }
  return (
    <Shell>
      <Switch>
        <Route path="/" component={TodayPage} />
        <Route path="/inbox" component={InboxPage} />
        <Route path="/stories/:id">{(params) => <StoryPage key={params.id} id={params.id} />}</Route>
        <Route path="/incidents" component={IncidentsPage} />
        <Route path="/incidents/:id">{(params) => <IncidentPage key={params.id} id={params.id} />}</Route>
        <Route path="/watches" component={WatchesPage} />
        <Route path="/named" component={NamedPage} />
        <Route path="/searches" component={SearchesPage} />
        <Route path="/sources" component={SourcesPage} />
        <Route path="/learning" component={LearningPage} />
        <Route path="/login">
          <Redirect to={nextAddress(search)} replace />
        </Route>
        <Route path="/setup">
          <Redirect to="/" replace />
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </Shell>
  );
}

function NotFound() {
  const { t } = useI18n();
  return (
    <Page title={t('notFound.title')}>
      <Empty title={t('notFound.text')}>
        <a href="/">{t('notFound.home')}</a>
      </Empty>
    </Page>
  );
}
