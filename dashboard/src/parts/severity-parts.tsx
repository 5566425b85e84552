// Opens a severity into the numbers that made it, so that nobody has to believe it.

import type { Judgement } from '../api.gen.ts';
import { useI18n } from '../lib/i18n.tsx';
import { SeverityBadge } from './marks.tsx';

const PARTS = [
  { id: 'harm', max: 4 },
  { id: 'credibility', max: 3 },
  { id: 'velocity', max: 3 },
  { id: 'reach', max: 3 },
  { id: 'vulnerability', max: 2 },
] as const;

export function SeverityParts(props: { severity: Judgement['severity'] }) {
  const { t, format } = useI18n();
  const { level, score, parts } = props.severity;
  return (
    <details className="severity-parts">
      <summary title={t('severity.open')}>
        <SeverityBadge level={level} />
      </summary>
      <div className="severity-open">
        <dl>
          {PARTS.map((part) => (
            <div key={part.id} className="part">
              <dt>{t(`severity.part.${part.id}`)}</dt>
              <dd>
                <meter min={0} max={part.max} value={parts[part.id]} aria-label={t(`severity.part.${part.id}`)} />
                <span>
                  {format.number(parts[part.id])} / {part.max}
                </span>
              </dd>
            </div>
          ))}
        </dl>
        <p className="formula">
          {t('severity.formula', {
            harm: parts.harm,
            credibility: parts.credibility,
            velocity: parts.velocity,
            reach: parts.reach,
            vulnerability: parts.vulnerability,
            score,
          })}
        </p>
        {parts.trigger && <p className="formula">{t('severity.trigger', { name: parts.trigger })}</p>}
        {parts.cap && <p className="formula">{t('severity.cap', { name: parts.cap })}</p>}
      </div>
    </details>
  );
}
