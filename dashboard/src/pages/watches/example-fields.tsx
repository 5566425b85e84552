// Texts that mean the brand and texts that do not although they name it, one a line. A line break inside a stored example
// becomes a space: it says the same.

import { useState } from 'react';
import { useI18n } from '../../lib/i18n.tsx';

const MOST = 100;
const LONGEST = 2000;

/** As they are typed: one example a line. */
export interface ExampleTexts {
  positive: string;
  negative: string;
}

export interface Examples {
  positiveExamples: string[];
  negativeExamples: string[];
}

export function toTexts(examples: Examples | null): ExampleTexts {
  const join = (texts: string[] = []) => texts.map((text) => text.replace(/\s+/g, ' ')).join('\n');
  return { positive: join(examples?.positiveExamples), negative: join(examples?.negativeExamples) };
}

/** Each once, without empty lines. */
export function examplesOf({ positive, negative }: ExampleTexts): Examples {
  const lines = (text: string) => [...new Set(text.split('\n').map((line) => line.trim()))].filter(Boolean);
  return { positiveExamples: lines(positive), negativeExamples: lines(negative) };
}

export function areTooMany({ positiveExamples, negativeExamples }: Examples): boolean {
  const isBad = (texts: string[]) => texts.length > MOST || texts.some((text) => text.length > LONGEST);
  return isBad(positiveExamples) || isBad(negativeExamples);
}

export function ExampleFields(props: { texts: ExampleTexts; onChange: (texts: ExampleTexts) => void }) {
  const { t } = useI18n();
  const { texts, onChange } = props;
  // Only how it begins: from then on the reader opens and closes it.
  const [isOpen] = useState(texts.positive !== '' || texts.negative !== '');
  return (
    <details data-testid="examples" open={isOpen}>
      <summary>
        {t('watch.examples')} <em className="quiet">{t('param.optional')}</em>
      </summary>
      <p className="quiet small">{t('watch.examplesHint', { n: MOST })}</p>
      {(['positive', 'negative'] as const).map((side) => (
        <label key={side} className="field">
          <span>{t(`watch.examples.${side}`)}</span>
          <textarea
            name={`${side}-examples`}
            rows={3}
            value={texts[side]}
            placeholder={t(`watch.examples.${side}Example`)}
            onChange={(event) => onChange({ ...texts, [side]: event.target.value })}
          />
        </label>
      ))}
      {areTooMany(examplesOf(texts)) && (
        <p className="field-error" role="alert">
          {t('watch.examplesTooMany', { n: MOST, longest: LONGEST })}
        </p>
      )}
    </details>
  );
}
