// The frame around every page: navigation beside it (below it on a phone), brand, live line, language and sign-out.

import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import type { Brand, Session, Today } from '../api.gen.ts';
import { sendJson, withQuery } from '../lib/api.ts';
import { useI18n } from '../lib/i18n.tsx';
import { type LiveState, useLive } from '../lib/live.ts';
import { useNow } from '../lib/now.ts';
import { refresh, useQuery } from '../lib/query.ts';
import { useSession } from '../lib/session.tsx';
import { useToasts } from '../lib/toast.tsx';
import { useBrandId, useHref, useParams } from '../lib/url.ts';
import { Icon, Logo } from './icons.tsx';

const PAGES = [
  { id: 'today', path: '/' },
  { id: 'inbox', path: '/inbox' },
  { id: 'incidents', path: '/incidents' },
  { id: 'watches', path: '/watches' },
  { id: 'searches', path: '/searches' },
  { id: 'sources', path: '/sources' },
  { id: 'learning', path: '/learning' },
] as const;

export function Shell(props: { children: ReactNode }) {
  const { t } = useI18n();
  const live = useLive(true);
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <header className="side">
        <div className="side-top">
          <Link href="/" className="wordmark">
            <Logo /> itibar
          </Link>
          <LiveSign state={live} />
        </div>
        <BrandPicker />
        <Navigation />
        <Account />
      </header>
      <main id="main" className="main" tabIndex={-1}>
        {live === 'offline' && <OfflineNote />}
        {props.children}
      </main>
    </div>
  );
}

function Navigation() {
  const { t } = useI18n();
  const [path] = useLocation();
  const href = useHref();
  const today = useQuery<Today>(withQuery('/api/today', { brandId: useBrandId() }));
  const openCount = today.data?.openIncidents.length ?? 0;
  const isCurrent = (base: string) =>
    base === '/'
      ? path === '/' || path.startsWith('/named')
      : path.startsWith(base) || (base === '/inbox' && path.startsWith('/stories'));
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      {PAGES.map((page) => (
        <Link
          key={page.id}
          href={href(page.path)}
          className="nav-link"
          aria-current={isCurrent(page.path) ? 'page' : undefined}
          data-testid={`nav-${page.id}`}
        >
          <Icon name={page.id} />
          <span>{t(`nav.${page.id}`)}</span>
          {page.id === 'incidents' && openCount > 0 && (
            <span className="nav-count" title={t('count.openIncidents', { n: openCount })}>
              {openCount}
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}

function LiveSign(props: { state: LiveState }) {
  const { t } = useI18n();
  return (
    <span className={`live live-${props.state}`} title={t(`live.hint.${props.state}`)} data-testid="live">
      <span className="live-dot" aria-hidden="true" />
      {t(`live.${props.state}`)}
    </span>
  );
}

function OfflineNote() {
  const { t, format } = useI18n();
  const query = useQuery<Today>(withQuery('/api/today', { brandId: useBrandId() }));
  useNow();
  return (
    <p className="note note-offline" role="status">
      {query.at > 0 ? t('live.offlineSince', { time: format.clock(query.at) }) : t('live.hint.offline')}
    </p>
  );
}

function BrandPicker() {
  const { t, format } = useI18n();
  const brands = useQuery<Brand[]>('/api/brands');
  const { get, set } = useParams();
  if (!brands.data || brands.data.length < 2) return null;
  const sorted = brands.data.toSorted((left, right) => format.compare(left.name, right.name));
  return (
    <label className="brand-picker">
      <span className="visually-hidden">{t('nav.brand')}</span>
      <select
        value={get('brand') ?? ''}
        onChange={(event) => set({ brand: event.target.value || null, story: null })}
        data-testid="brand-picker"
      >
        <option value="">{t('nav.allBrands')}</option>
        {sorted.map((brand) => (
          <option key={brand.id} value={brand.id}>
            {brand.name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Account() {
  const { t } = useI18n();
  const { session, setSession } = useSession();
  const { fail } = useToasts();
  const leave = () => {
    sendJson('POST', '/api/logout').then(() => window.location.assign('/login'), fail);
  };
  const switchTo = (locale: Session['locale']) => {
    sendJson<Session>('POST', '/api/me/locale', { locale }).then((session) => {
      setSession(session);
      // Some sentences on screen are the server's: they come again in the new language.
      refresh('/api/');
    }, fail);
  };
  return (
    <div className="account">
      <LocaleSwitch locale={session.locale} onChange={switchTo} />
      <div className="account-user">
        <span title={session.user?.email}>{session.user?.name}</span>
        <button type="button" className="link-button" onClick={leave} data-testid="logout-button">
          {t('nav.logout')}
        </button>
      </div>
    </div>
  );
}

export function LocaleSwitch(props: { locale: Session['locale']; onChange: (locale: Session['locale']) => void }) {
  const { t } = useI18n();
  return (
    <fieldset className="locale-switch">
      <legend className="visually-hidden">{t('nav.language')}</legend>
      {(['tr', 'en'] as const).map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={props.locale === locale}
          title={locale === 'tr' ? 'Türkçe' : 'English'}
          data-testid={`locale-${locale}`}
          onClick={() => props.onChange(locale)}
        >
          {locale.toUpperCase()}
        </button>
      ))}
    </fieldset>
  );
}
