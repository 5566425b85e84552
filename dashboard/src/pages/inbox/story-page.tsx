// A story at its own address: what a link in a mail or a chat opens.

import { Link } from 'wouter';
import type { Story } from '../../api.gen.ts';
import { useI18n } from '../../lib/i18n.tsx';
import { useKeys } from '../../lib/keyboard.ts';
import { useQuery } from '../../lib/query.ts';
import { useCanAct } from '../../lib/session.tsx';
import { useHref } from '../../lib/url.ts';
import { Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/states.tsx';
import { StoryView } from './story-view.tsx';
import { useTriage } from './use-triage.ts';

export function StoryPage(props: { id: string }) {
  const { t } = useI18n();
  const href = useHref();
  const canAct = useCanAct();
  const query = useQuery<Story>(`/api/stories/${encodeURIComponent(props.id)}`);
  const triage = useTriage();
  const act = (run: (story: Story) => void) => () => {
    if (!canAct || !query.data) return false;
    run(query.data);
  };
  useKeys({ e: act(triage.close), s: act(triage.snooze), i: act(triage.irrelevant), a: act(triage.take) });
  return (
    <Page title={query.data?.title || t('story.one')} lead={<Link href={href('/inbox')}>← {t('nav.inbox')}</Link>}>
      <Loaded query={query}>{(story) => <StoryView story={story} triage={triage} />}</Loaded>
    </Page>
  );
}
