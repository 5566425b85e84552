// The end of a paged list: reads on by itself when it comes into view, and is a button for everybody else.

import { useEffect, useRef } from 'react';
import { useI18n } from '../lib/i18n.tsx';
import type { Pages } from '../lib/pages.ts';

export function MoreButton<T>(props: { pages: Pages<T> }) {
  const { t } = useI18n();
  const { nextCursor, isLoading, error, loadMore } = props.pages;
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const element = ref.current;
    if (!element || error) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) loadMore();
      },
      { rootMargin: '400px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [loadMore, error]);
  if (!nextCursor) return null;
  return (
    <button ref={ref} type="button" className="button more-button" disabled={isLoading} onClick={loadMore}>
      {isLoading ? t('state.loading') : t('action.nextPage')}
    </button>
  );
}
