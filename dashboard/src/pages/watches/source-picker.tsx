// Which sources a watch reads: the chosen ones with their parameters, and a searchable list of the rest by channel.

import { type ReactNode, useState } from 'react';
import type { Source } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { CHANNELS } from '../../lib/values.ts';
import { ParamFields } from './param-fields.tsx';

export interface Picked {
  /** Only for the list on screen. */
  key: string;
  sourceId: string;
  params: Record<string, unknown>;
}

/** What a new watch starts with: every source that works without parameters and without a key. */
export function freeSources(sources: Source[]): Picked[] {
  return sources
    .filter((source) => source.isParameterFree && !source.isOptIn)
    .map((source) => ({ key: source.id, sourceId: source.id, params: {} }));
}

export function SourcePicker(props: { sources: Source[]; picked: Picked[]; onChange: (picked: Picked[]) => void }) {
  const { t } = useI18n();
  const { sources, picked, onChange } = props;
  const sourceOf = new Map(sources.map((source) => [source.id, source]));
  const add = (sourceId: string) =>
    onChange([...picked, { key: `${sourceId}-${crypto.randomUUID?.() ?? picked.length}`, sourceId, params: {} }]);
  return (
    <fieldset className="picker">
      <legend>{t('picker.title', { n: picked.length })}</legend>
      <p className="quiet small">{t('picker.hint')}</p>
      <ul className="picked">
        {picked.map((each, index) => {
          const source = sourceOf.get(each.sourceId);
          const hasFields = Object.keys((source?.paramsSchema.properties as object | undefined) ?? {}).length > 0;
          const title = source?.title ?? each.sourceId;
          return (
            <li
              key={each.key}
              className={hasFields ? 'picked-item has-fields' : 'picked-item'}
              data-testid="picked-source"
            >
              <span className="picked-head">
                <span className="picked-title">{title}</span>
                <button
                  type="button"
                  className="link-button"
                  aria-label={t('picker.remove', { name: title })}
                  onClick={() => onChange(picked.filter((other) => other.key !== each.key))}
                >
                  ×
                </button>
              </span>
              {source && source.needs.length > 0 && (
                <span className="small quiet">{t('source.needs', { list: source.needs.join(', ') })}</span>
              )}
              {source && hasFields && (
                <Options isFolded={source.isParameterFree && Object.keys(each.params).length === 0}>
                  <ParamFields
                    schema={source.paramsSchema}
                    example={source.example}
                    value={each.params}
                    onChange={(params) => onChange(picked.with(index, { ...each, params }))}
                  />
                </Options>
              )}
            </li>
          );
        })}
      </ul>
      <AvailableSources sources={sources} picked={picked} onAdd={add} />
    </fieldset>
  );
}

/** What nobody has to fill in does not stand in the way. */
function Options(props: { isFolded: boolean; children: ReactNode }) {
  const { t } = useI18n();
  const [isOpen, setIsOpen] = useState(!props.isFolded);
  return (
    <details className="subscriptions" open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t('picker.options')}</summary>
      {isOpen && props.children}
    </details>
  );
}

function AvailableSources(props: { sources: Source[]; picked: Picked[]; onAdd: (sourceId: string) => void }) {
  const { t, format } = useI18n();
  const [text, setText] = useState('');
  const needle = text.trim().toLocaleLowerCase('tr');
  const used = new Set(props.picked.map((each) => each.sourceId));
  const isOffered = (source: Source) => {
    if (needle) return `${source.title} ${source.description} ${source.id}`.toLocaleLowerCase('tr').includes(needle);
    // A source with parameters may be read several times (two feeds, two shops), one without them only once.
    return !used.has(source.id) || !source.isParameterFree;
  };
  const offered = props.sources.filter((source) => !source.isInbound && isOffered(source));
  return (
    <details className="available">
      <summary data-testid="add-source">{t('picker.add')}</summary>
      <input
        type="search"
        value={text}
        placeholder={t('picker.search')}
        aria-label={t('picker.search')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          // Enter in the search box must not send the whole form.
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      {offered.length === 0 && <p className="quiet">{t('picker.none')}</p>}
      {CHANNELS.map((channel) => {
        const list = offered
          .filter((source) => source.channel === channel)
          .toSorted((left, right) => format.compare(left.title, right.title));
        if (list.length === 0) return null;
        return (
          <section key={channel}>
            <h3>{t(`channel.${channel}`)}</h3>
            <ul>
              {list.map((source) => (
                <li key={source.id}>
                  <div>
                    <strong>{source.title}</strong>
                    <span className="quiet small">
                      {source.description}
                      {source.needs.length > 0 && <> {t('source.needs', { list: source.needs.join(', ') })}</>}
                    </span>
                  </div>
                  <button type="button" className="button" onClick={() => props.onAdd(source.id)}>
                    {t('picker.addOne')}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </details>
  );
}
