// Stories chosen in the inbox, and what can be done with them together.

import type { Story } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';

export function MergeBar(props: { chosen: readonly Story[]; onMerge: () => void; onClear: () => void }) {
  const { t } = useI18n();
  const { chosen } = props;
  if (chosen.length === 0) return null;
  return (
    <section className="merge-bar" aria-label={t('story.chosen', { n: chosen.length })} data-testid="merge-bar">
      <strong>{t('story.chosen', { n: chosen.length })}</strong>
      {chosen.length < 2 ? (
        <span className="quiet">{t('story.chosenHint')}</span>
      ) : (
        <button type="button" className="button button-main" data-testid="merge" onClick={props.onMerge}>
          {t('story.merge')} <kbd>b</kbd>
        </button>
      )}
      <button type="button" className="link-button" onClick={props.onClear}>
        {t('story.unchoose')}
      </button>
    </section>
  );
}
