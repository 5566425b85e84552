// First start: the one-time link makes the first administrator.

import { useState } from 'react';
import { Link } from 'wouter';
import { fieldsOf } from '../../lib/form.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useParams } from '../../lib/url.ts';
import { SignInFrame, useSignIn } from './login-page.tsx';

const MIN_PASSWORD = 10;

export function SetupPage() {
  const { t } = useI18n();
  const token = useParams().get('token') ?? '';
  const { submit, error, isBusy } = useSignIn('/api/setup');
  const [length, setLength] = useState(0);
  if (token === '') {
    return (
      <SignInFrame title={t('setup.title')} lead={t('setup.noToken')}>
        <p>
          <Link href="/login">{t('setup.toLogin')}</Link>
        </p>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title={t('setup.title')} lead={t('setup.lead')}>
      <form
        className="form"
        data-testid="setup-form"
        onSubmit={(event) => {
          const data = fieldsOf(event);
          submit({ token, name: data.name, email: data.email, password: data.password });
        }}
      >
        <label className="field">
          <span>{t('setup.name')}</span>
          <input name="name" autoComplete="name" required maxLength={200} />
        </label>
        <label className="field">
          <span>{t('login.email')}</span>
          <input name="email" type="email" autoComplete="username" required maxLength={200} />
        </label>
        <label className="field">
          <span>{t('login.password')}</span>
          <input
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={MIN_PASSWORD}
            maxLength={200}
            onChange={(event) => setLength(event.target.value.length)}
          />
          <small className="quiet">
            {length >= MIN_PASSWORD ? t('setup.passwordOk') : t('setup.passwordHint', { n: MIN_PASSWORD })}
          </small>
        </label>
        {error && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        <button type="submit" className="button button-main" disabled={isBusy}>
          {t('setup.submit')}
        </button>
      </form>
    </SignInFrame>
  );
}
