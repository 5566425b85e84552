// Sign-in. The password goes to the server once and is kept nowhere.

import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { fieldsOf } from '../../lib/form.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { refresh } from '../../lib/query.ts';
import { useSession } from '../../lib/session.tsx';
import { useErrorText } from '../../lib/toast.tsx';
import { Logo } from '../../parts/icons.tsx';
import { LocaleSwitch } from '../../parts/shell.tsx';

export function LoginPage() {
  const { t } = useI18n();
  const { session } = useSession();
  const { submit, error, isBusy } = useSignIn('/api/login');
  return (
    <SignInFrame title={t('login.title')} lead={t('login.lead')}>
      <form
        className="form"
        data-testid="login-form"
        onSubmit={(event) => {
          const data = fieldsOf(event);
          submit({ email: data.email, password: data.password });
        }}
      >
        <label className="field">
          <span>{t('login.email')}</span>
          <input name="email" type="email" autoComplete="username" required maxLength={200} />
        </label>
        <label className="field">
          <span>{t('login.password')}</span>
          <input name="password" type="password" autoComplete="current-password" required maxLength={200} />
        </label>
        {error && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="button button-main" disabled={isBusy}>
          {t('login.submit')}
        </button>
        {session.needsSetup && <Link href="/setup">{t('login.needsSetup')}</Link>}
      </form>
    </SignInFrame>
  );
}

export function SignInFrame(props: { title: string; lead: string; children: ReactNode }) {
  const { session, setSession } = useSession();
  useEffect(() => {
    document.title = `${props.title} · itibar`;
  }, [props.title]);
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <div className="sign-in-top">
          <span className="wordmark">
            <Logo /> itibar
          </span>
          <LocaleSwitch locale={session.locale} onChange={(locale) => setSession({ ...session, locale })} />
        </div>
        <h1>{props.title}</h1>
        <p className="quiet">{props.lead}</p>
        {props.children}
      </div>
    </main>
  );
}

export function useSignIn(path: '/api/login' | '/api/setup') {
  const { setSession } = useSession();
  const errorText = useErrorText();
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = (body: Record<string, string | undefined>) => {
    setIsBusy(true);
    setError(null);
    sendJson<Session>('POST', path, body).then(
      (session) => {
        // Whatever an earlier person of this browser read is forgotten.
        refresh('/api/');
        setSession(session);
      },
      (reason: unknown) => {
        setError(errorText(reason));
        setIsBusy(false);
      },
    );
  };
  return { submit, error, isBusy };
}
