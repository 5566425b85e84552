// Adds or changes a watch. While the query is typed, the preview shows what it would have found in what is stored.

import { useState } from 'react';
import type { Brand, Source, Watch, WatchBody } from '../../api.gen.ts';
import { sendJson } from '../../lib/api.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { refresh, useQuery } from '../../lib/query.ts';
import { useErrorText, useToasts } from '../../lib/toast.tsx';
import { useBrandId } from '../../lib/url.ts';
import { useMedia } from '../../lib/use-width.ts';
import { oneOf, WATCH_KINDS } from '../../lib/values.ts';
import { Loaded } from '../../parts/states.tsx';
import { BrandForm } from './brand-form.tsx';
import { CostBox } from './cost-box.tsx';
import { areTooMany, ExampleFields, examplesOf, toTexts } from './example-fields.tsx';
import { PreviewBox } from './preview-box.tsx';
import { freeSources, type Picked, SourcePicker } from './source-picker.tsx';

const MINUTE = 60_000;
const CADENCES = [5, 15, 30, 60, 180, 360, 1440].map((minutes) => minutes * MINUTE);
const DEFAULT_CADENCE = 15 * MINUTE;

export function WatchForm(props: { watch: Watch | null; onDone: () => void }) {
  const brands = useQuery<Brand[]>('/api/brands');
  const sources = useQuery<Source[]>('/api/sources');
  return (
    <Loaded query={brands}>
      {(known) =>
        known.length === 0 ? (
          <BrandForm />
        ) : (
          <Loaded query={sources}>{(all) => <Fields {...props} brands={known} sources={all} />}</Loaded>
        )
      }
    </Loaded>
  );
}

function Fields(props: { watch: Watch | null; brands: Brand[]; sources: Source[]; onDone: () => void }) {
  const { t, format } = useI18n();
  const { watch, brands, sources } = props;
  const { say } = useToasts();
  const errorText = useErrorText();
  const chosenBrand = useBrandId();
  // On a phone the preview stands right under the query it belongs to.
  const isWide = useMedia('(min-width: 961px)');
  const [brandId, setBrandId] = useState(watch?.brandId ?? chosenBrand ?? brands[0]?.id ?? '');
  const [name, setName] = useState(watch?.name ?? '');
  const [kind, setKind] = useState(watch?.kind ?? 'brand');
  const [query, setQuery] = useState(watch?.query ?? '');
  const [everyMs, setEveryMs] = useState(watch?.everyMs ?? DEFAULT_CADENCE);
  const [picked, setPicked] = useState<Picked[]>(() =>
    watch
      ? watch.subscriptions.map(({ id, sourceId, params }) => ({ key: id, sourceId, params }))
      : freeSources(sources),
  );
  const [texts, setTexts] = useState(() => toTexts(watch));
  const examples = examplesOf(texts);
  const draft = { brandId, ...(watch && { watchId: watch.id }), ...examples };
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const cadences = CADENCES.includes(everyMs) ? CADENCES : [...CADENCES, everyMs].toSorted((a, b) => a - b);

  const save = async () => {
    const fields = { name: name.trim(), kind, query: query.trim(), everyMs, ...examples };
    const body: WatchBody = {
      ...fields,
      brandId,
      sources: picked.map(({ sourceId, params }) => ({ sourceId, params })),
    };
    setIsBusy(true);
    setError(null);
    try {
      if (watch) await sendJson('PATCH', `/api/watches/${watch.id}`, { ...fields, sources: body.sources });
      else await sendJson('POST', '/api/watches', body);
      refresh('/api/watches', '/api/sources', '/api/today');
      say(t(watch ? 'watch.done.changed' : 'watch.done.added', { name: name.trim() }));
      props.onDone();
    } catch (reason) {
      setError(errorText(reason));
      setIsBusy(false);
    }
  };

  return (
    <form
      className="watch-form"
      data-testid="watch-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="watch-form-fields">
        <label className="field">
          <span>{t('watch.field.query')}</span>
          <textarea
            className="query-input"
            name="query"
            value={query}
            rows={3}
            required
            maxLength={4000}
            spellCheck={false}
            placeholder={t('watch.queryExample')}
            onChange={(event) => setQuery(event.target.value)}
          />
          <small className="quiet">{t('watch.queryHint')}</small>
        </label>
        {!isWide && <PreviewBox query={query} picked={picked} draft={draft} />}
        <div className="field-row">
          <label className="field">
            <span>{t('watch.field.name')}</span>
            <input
              name="name"
              value={name}
              required
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label className="field">
            <span>{t('watch.field.kind')}</span>
            <select
              name="kind"
              value={kind}
              onChange={(event) => setKind(oneOf(WATCH_KINDS, event.target.value) ?? kind)}
            >
              {WATCH_KINDS.map((each) => (
                <option key={each} value={each}>
                  {t(`watch.kind.${each}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <div className="field-row">
          <label className="field">
            <span>{t('watch.field.brand')}</span>
            <select
              name="brand"
              value={brandId}
              disabled={watch !== null}
              onChange={(event) => setBrandId(event.target.value)}
            >
              {brands.map((brand) => (
                <option key={brand.id} value={brand.id}>
                  {brand.name}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('watch.field.every')}</span>
            <select name="every" value={everyMs} onChange={(event) => setEveryMs(Number(event.target.value))}>
              {cadences.map((each) => (
                <option key={each} value={each}>
                  {t('watch.every', { time: format.duration(each) })}
                </option>
              ))}
            </select>
          </label>
        </div>
        <ExampleFields texts={texts} onChange={setTexts} />
        <SourcePicker sources={sources} picked={picked} onChange={setPicked} />
        <CostBox sources={sources} picked={picked} query={query} everyMs={everyMs} />
        {error && (
          <p className="field-error" role="alert">
            {error}
          </p>
        )}
        <div className="actions form-end">
          <button
            type="submit"
            className="button button-main"
            disabled={isBusy || picked.length === 0 || areTooMany(examples)}
            data-testid="save-watch"
          >
            {t(watch ? 'watch.save' : 'watch.start')}
          </button>
          <button type="button" className="button" onClick={props.onDone}>
            {t('action.cancel')}
          </button>
          {picked.length === 0 && <span className="quiet small">{t('watch.needsSource')}</span>}
        </div>
      </div>
      {isWide && <PreviewBox query={query} picked={picked} draft={draft} />}
    </form>
  );
}
