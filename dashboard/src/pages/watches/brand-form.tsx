// Adds or changes a brand: what is protected. A watch needs one, so this comes first when there is none.

import { useState } from 'react';
import type { Brand, BrandBody } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { fieldsOf } from '../../lib/form.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { refresh } from '../../lib/query.ts';
import { useErrorText } from '../../lib/toast.tsx';
import { LISTED_KINDS } from '../../lib/values.ts';

type Entity = NonNullable<Brand['entities']>[number];

const LISTS = ['aliases', 'domains', 'accounts', 'competitors'] as const;

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** One name a line, its other names after commas. */
function entitiesOf(kind: Entity['kind'], text: string | undefined): Entity[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const [name, ...aliases] = listOf(line);
    return name === undefined ? [] : [{ kind, name, aliases }];
  });
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
      entities: LISTED_KINDS.flatMap((kind) => entitiesOf(kind, data[`entity-${kind}`])),
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
      <fieldset className="named-lists">
        <legend>{t('brand.entities')}</legend>
        <p className="quiet small">{t('brand.entitiesHint')}</p>
        {LISTED_KINDS.map((kind) => (
          <label key={kind} className="field">
            <span>
              {t(`entity.${kind}`)} <em className="quiet">{t('param.optional')}</em>
            </span>
            <textarea
              name={`entity-${kind}`}
              rows={2}
              defaultValue={brand?.entities
                ?.filter((one) => one.kind === kind)
                .map(({ name, aliases }) => [name, ...aliases].join(', '))
                .join('\n')}
            />
          </label>
        ))}
      </fieldset>
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
