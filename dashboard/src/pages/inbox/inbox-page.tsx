// Gelen kutusu: work through the stories, with the keyboard or with a thumb. What is shown is what the address says.

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Story } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useKeys } from '../../lib/keyboard.ts';
import { usePages } from '../../lib/pages.ts';
import { useQuery } from '../../lib/query.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useHref, useParams } from '../../lib/url.ts';
import { useMedia } from '../../lib/use-width.ts';
import { MoreButton } from '../../parts/more-button.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, ErrorNote, Loaded, Skeleton } from '../../parts/states.tsx';
import { StoryRow } from '../../parts/story-row.tsx';
import { Filters, stateOf, storiesPath } from './filters.tsx';
import { KeyHelp } from './key-help.tsx';
import { MergeBar } from './merge-bar.tsx';
import { StoryView } from './story-view.tsx';
import { useStoryLinks } from './use-story-links.ts';
import { type Triage, useTriage } from './use-triage.ts';

export function InboxPage() {
  const { t } = useI18n();
  const { get, set } = useParams();
  const href = useHref();
  const [, navigate] = useLocation();
  const canAct = useCanAct();
  const isWide = useMedia('(min-width: 1100px)');
  const searchRef = useRef<HTMLInputElement>(null);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  // "Last 24 hours" is counted from when the page was opened, so that the list stays the same list.
  const openedAt = useMemo(() => Math.floor(Date.now() / 60_000) * 60_000, []);
  const pages = usePages<Story>(storiesPath(get, openedAt));
  const state = stateOf(get);
  const panelId = isWide ? get('story') : null;
  const [selectedId, setSelectedId] = useState<string | null>(get('story'));
  const { items, replace } = pages;
  const index = items.findIndex((story) => story.id === selectedId);
  const selected = items[index];

  const onChange = useCallback(
    (story: Story) => {
      const leaves = state !== 'all' && story.state !== state;
      if (leaves) {
        const at = items.findIndex((each) => each.id === story.id);
        const next = items[at + 1] ?? items[at - 1];
        setSelectedId((old) => (old === story.id ? (next?.id ?? null) : old));
        if (get('story') === story.id) set({ story: next?.id ?? null });
      }
      replace(story.id, leaves ? null : story);
    },
    [get, items, replace, set, state],
  );
  const triage = useTriage(onChange);
  const links = useStoryLinks();
  const [chosenIds, setChosenIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = items.filter((story) => chosenIds.has(story.id));
  const toggle = (story: Story) =>
    setChosenIds((old) =>
      old.has(story.id) ? new Set([...old].filter((id) => id !== story.id)) : new Set([...old, story.id]),
    );
  const merge = async () => {
    const merged = await links.merge(chosen);
    if (!merged) return;
    setChosenIds(new Set());
    setSelectedId(merged.id);
    if (get('story')) set({ story: merged.id });
  };

  const open = (story: Story) => {
    setSelectedId(story.id);
    if (isWide) set({ story: story.id });
    else navigate(href(`/stories/${story.id}`));
  };
  const move = (step: number) => {
    const next = items[index < 0 ? 0 : Math.min(items.length - 1, Math.max(0, index + step))];
    if (!next) return false;
    setSelectedId(next.id);
    if (panelId) set({ story: next.id });
  };
  const act = (run: Triage['close']) => () => {
    if (!selected || !canAct) return false;
    run(selected);
  };
  const openSelected = () => {
    if (!selected) return false;
    open(selected);
  };
  useKeys({
    // Arrows scroll the panel once it is open.
    j: () => move(1),
    arrowdown: () => (panelId ? false : move(1)),
    k: () => move(-1),
    arrowup: () => (panelId ? false : move(-1)),
    enter: openSelected,
    o: openSelected,
    escape: () => {
      if (!panelId) return false;
      set({ story: null });
    },
    e: act(triage.close),
    s: act(triage.snooze),
    i: act(triage.irrelevant),
    a: act(triage.take),
    x: act(toggle),
    b: () => {
      if (chosen.length < 2) return false;
      void merge();
    },
    '/': () => searchRef.current?.focus(),
    '?': () => setIsHelpOpen(true),
  });
  useEffect(() => {
    if (selectedId)
      document.querySelector(`[data-story="${CSS.escape(selectedId)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selectedId]);

  return (
    <Page
      title={t('nav.inbox')}
      actions={
        <button type="button" className="link-button key-hint" onClick={() => setIsHelpOpen(true)}>
          <kbd>?</kbd> {t('keys.title')}
        </button>
      }
    >
      <Filters searchRef={searchRef} />
      <div className={panelId ? 'inbox has-panel' : 'inbox'}>
        <div className="inbox-list">
          {pages.error && <ErrorNote error={pages.error} retry={pages.reload} />}
          {!pages.isReady && pages.isLoading && <Skeleton lines={8} />}
          {pages.isReady && items.length === 0 && <Nothing />}
          <MergeBar chosen={chosen} onMerge={() => void merge()} onClear={() => setChosenIds(new Set())} />
          <ul className="story-list" aria-busy={pages.isLoading}>
            {items.map((story) => (
              <StoryRow
                key={story.id}
                story={story}
                isSelected={story.id === selectedId}
                onOpen={open}
                {...(canAct ? { check: { isOn: chosenIds.has(story.id), onToggle: () => toggle(story) } } : {})}
              />
            ))}
          </ul>
          <MoreButton pages={pages} />
        </div>
        {panelId && <Panel key={panelId} id={panelId} triage={triage} onClose={() => set({ story: null })} />}
      </div>
      <KeyHelp isOpen={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
    </Page>
  );
}

function Panel(props: { id: string; triage: Triage; onClose: () => void }) {
  const { t } = useI18n();
  const href = useHref();
  const query = useQuery<Story>(`/api/stories/${encodeURIComponent(props.id)}`);
  return (
    <aside className="panel" aria-label={t('story.one')} data-testid="story-panel">
      <div className="panel-top">
        <Link href={href(`/stories/${props.id}`)}>{t('story.ownPage')}</Link>
        <button type="button" className="link-button" onClick={props.onClose}>
          {t('keys.leave')} <kbd>Esc</kbd>
        </button>
      </div>
      <Loaded query={query}>{(story) => <StoryView story={story} triage={props.triage} hasTitle />}</Loaded>
    </aside>
  );
}

function Nothing() {
  const { t } = useI18n();
  const { get } = useParams();
  const isPlain = ['channel', 'severity', 'type', 'sentiment', 'watch', 'source', 'since', 'q'].every(
    (name) => !get(name),
  );
  if (isPlain && stateOf(get) === 'open') {
    return (
      <Empty title={t('inbox.done')}>
        {t('inbox.doneHint')} <Link href="/watches?new=1">{t('watch.add')}</Link>
      </Empty>
    );
  }
  return <Empty title={t('inbox.nothing')}>{t('inbox.nothingHint')}</Empty>;
}
