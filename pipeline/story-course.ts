// How a story went: who posted first, which channels and outlets took it up when, and which of its texts are the same one
// over and over. Read from its newest mentions, a bounded number; says so when there are more.

import { HOUR } from '../core/clock.ts';
import { linkedAddress, timeOf } from '../core/mention.ts';
import type { JudgedMention } from '../core/ports.ts';
import { copyKey } from '../core/text/similarity.ts';
import type { Channel, Mention, Story } from '../core/types.ts';
import type { Deps } from './deps.ts';

export const MAX_READ = 1000;
const PAGE = 200;
const MAX_OUTLETS = 12;
const MAX_COPIES = 50;
const MAX_IDS = 200;
const MAX_STEPS = 200;

export interface Outlet {
  /** Name of the outlet, forum or shop; null: that of the source. */
  siteName: string | null;
  sourceId: string;
  channel: Channel;
  firstAt: number;
  lastAt: number;
  count: number;
  /** Its first mention. */
  mentionId: string;
}

export interface Copies {
  /** The oldest of those that say the same. */
  mentionId: string;
  /** The others, oldest first, at most MAX_IDS. */
  otherIds: string[];
  count: number;
  accountCount: number;
  firstAt: number;
  lastAt: number;
}

export interface Course {
  first: JudgedMention | null;
  /** By hour and channel, oldest first; hours without any are left out. */
  hours: { hourAt: number; channel: Channel; count: number; negative: number }[];
  /** In the order in which they took it up. */
  outlets: Outlet[];
  /** Texts that stand there twice or more, the most frequent first. */
  copies: Copies[];
  readCount: number;
  isWhole: boolean;
}

export async function courseOf(deps: Deps, story: Story): Promise<Course> {
  const entries = await readMembers(deps, story.id);
  entries.sort((a, b) => timeOf(a.mention) - timeOf(b.mention) || (a.mention.id < b.mention.id ? -1 : 1));
  const isWhole = entries.length >= story.mentionCount;
  return {
    first: await deps.store.mentions.get(story.firstMentionId),
    hours: hoursOf(entries),
    outlets: outletsOf(entries.map(({ mention }) => mention)),
    copies: copiesOf(entries.map(({ mention }) => mention)),
    readCount: entries.length,
    isWhole,
  };
}

async function readMembers(deps: Deps, storyId: string): Promise<JudgedMention[]> {
  const found: JudgedMention[] = [];
  let cursor: string | null = null;
  do {
    const page = await deps.store.mentions.list({ storyId }, { limit: PAGE, cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && found.length < MAX_READ);
  return found;
}

function hoursOf(entries: readonly JudgedMention[]): Course['hours'] {
  const hours = new Map<string, Course['hours'][number]>();
  for (const { mention, judgement } of entries) {
    const hourAt = Math.floor(timeOf(mention) / HOUR) * HOUR;
    const key = `${hourAt}|${mention.channel}`;
    const hour = hours.get(key) ?? { hourAt, channel: mention.channel, count: 0, negative: 0 };
    hour.count += 1;
    if (judgement?.sentiment.label === 'negative') hour.negative += 1;
    hours.set(key, hour);
  }
  return [...hours.values()].slice(-MAX_STEPS);
}

function outletsOf(mentions: readonly Mention[]): Outlet[] {
  const outlets = new Map<string, Outlet>();
  for (const mention of mentions) {
    const { siteName, sourceId, channel } = mention;
    const key = `${channel}|${siteName ?? sourceId}`;
    const at = timeOf(mention);
    const known = outlets.get(key);
    if (known) {
      known.count += 1;
      known.lastAt = at;
    } else outlets.set(key, { siteName, sourceId, channel, firstAt: at, lastAt: at, count: 1, mentionId: mention.id });
  }
  return [...outlets.values()].slice(0, MAX_OUTLETS);
}

function copiesOf(mentions: readonly Mention[]): Copies[] {
  const groups = new Map<string, Mention[]>();
  for (const mention of mentions) {
    const key = copyKey(mention.title, mention.text, linkedAddress(mention));
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), mention]);
  }
  const many = [...groups.values()].filter((group) => group.length > 1).sort((a, b) => b.length - a.length);
  return many.slice(0, MAX_COPIES).map((group) => {
    const [oldest, ...others] = group as [Mention, ...Mention[]];
    const accounts = new Set(group.map(({ author }) => author.handle ?? author.name ?? ''));
    return {
      mentionId: oldest.id,
      otherIds: others.slice(0, MAX_IDS).map(({ id }) => id),
      count: group.length,
      accountCount: accounts.size - (accounts.has('') ? 1 : 0),
      firstAt: timeOf(oldest),
      lastAt: timeOf(group.at(-1) as Mention),
    };
  });
}
