// Adds or changes a brand: what is protected. A watch needs one, so this comes first when there is none.

import { useState } from 'react';
import type { Brand, BrandBody } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { fieldsOf } from '../../lib/form.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { refresh } from '../../lib/query.ts';
import { useErrorText } from '../../lib/toast.tsx';

const LISTS = ['aliases', 'domains', 'accounts', 'competitors'] as const;

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function BrandForm(props: { brand?: Brand | undefined; onDone?: () => void }) {
  const { t } = useI18n();
  const { brand } = props;
  const errorText = useErrorText();
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const save = (data: Record<string, string>) => {
    const body: BrandBody = {
      name: data.name ?? '',
      aliases: listOf(data.aliases),
      domains: listOf(data.domains),
      accounts: listOf(data.accounts),
      competitors: listOf(data.competitors),
    };
    setIsBusy(true);
    const sent = brand
      ? sendJson<Brand>('PUT', `/api/brands/${brand.id}`, body)
      : sendJson<Brand>('POST', '/api/brands', body);
    sent.then(
      () => {
        refresh('/api/brands', '/api/watches');
        props.onDone?.();
      },
      (reason: unknown) => {
        setError(errorText(reason));
        setIsBusy(false);
      },
    );
  };
  return (
    <form className="form brand-form" data-testid="brand-form" onSubmit={(event) => save(fieldsOf(event))}>
      <p className="quiet">{t(brand ? 'brand.change' : 'brand.first')}</p>
      <label className="field">
        <span>{t('brand.name')}</span>
        <input name="name" required maxLength={200} defaultValue={brand?.name} />
      </label>
      {LISTS.map((name) => (
        <label key={name} className="field">
          <span>
            {t(`brand.${name}`)} <em className="quiet">{t('param.optional')}</em>
          </span>
          <textarea
            name={name}
            rows={1}
            defaultValue={brand?.[name].join(', ')}
            placeholder={t(`brand.${name}Example`)}
          />
        </label>
      ))}
      {error && (
        <p className="field-error" role="alert">
          {error}
        </p>
      )}
      <button type="submit" className="button button-main" disabled={isBusy}>
        {t('brand.save')}
      </button>
    </form>
  );
}
