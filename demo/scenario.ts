// The script: which post appears on which site at which moment. A pure function of (start, seed): it sets no timer,
// the sites simply ask for what is visible by now. Past items first, an ordinary day, the crisis, its end, slow days.

import { DAY, HOUR, MINUTE, SECOND } from '../core/clock.ts';
import { composeLine } from './fragments.ts';
import { createRandom, type Random } from './random.ts';
import { ORDINARY_LINES, OUTLETS } from './texts.ts';
import { CALMING_LINES, CRISIS_LINES } from './texts-crisis.ts';
import { fill, type Line, type Mood, type Person, type Site, somebody } from './words.ts';

export type Phase = 'normal' | 'rising' | 'peak' | 'calming' | 'after';

/** Milliseconds after the start at which each part of the story begins. */
export const TIMELINE = {
  pastMs: 28 * HOUR,
  crisisAt: 40 * SECOND,
  peakAt: 95 * SECOND,
  calmingAt: 150 * SECOND,
  afterAt: 330 * SECOND,
} as const;

export interface Post {
  /** Rises with `at`; unique in one scenario. */
  id: number;
  site: Site;
  mood: Mood;
  at: number;
  author: Person;
  title: string | null;
  text: string;
  topic: string | null;
  stars: number | null;
  outlet: number | null;
  likes: number;
  shares: number;
}

export interface ScenarioStatus {
  phase: Phase;
  /** One sentence for people. */
  words: { tr: string; en: string };
  startedAt: number;
  elapsedMs: number;
  /** 0 once it has begun. */
  crisisInMs: number;
  postCount: number;
  crisisPostCount: number;
}

export interface Scenario {
  startedAt: number;
  /** Posts of a site that are visible at `now`, oldest first. */
  posts(site: Site, now: number): Post[];
  status(now: number): ScenarioStatus;
}

const PHASES: readonly { phase: Phase; from: number; tr: string; en: string }[] = [
  {
    phase: 'after',
    from: TIMELINE.afterAt,
    tr: 'Kriz bitti; olağan sohbet ağır ağır sürüyor.',
    en: 'The crisis is over; ordinary talk goes on slowly.',
  },
  {
    phase: 'calming',
    from: TIMELINE.calmingAt,
    tr: 'Marka açıklama yaptı, iadeler başladı; paylaşımlar azalıyor.',
    en: 'The brand has answered and refunds have begun; posts are ebbing.',
  },
  {
    phase: 'peak',
    from: TIMELINE.peakAt,
    tr: 'Kriz dorukta: haberler, boykot çağrısı ve sahte iade sitesi aynı anda.',
    en: 'The crisis is at its peak: news, a boycott call and a fake refund site at once.',
  },
  {
    phase: 'rising',
    from: TIMELINE.crisisAt,
    tr: 'Kriz başladı: “ödeme alındı, sipariş yok” paylaşımları yayılıyor.',
    en: 'The crisis has begun: “payment taken, no order” posts are spreading.',
  },
  {
    phase: 'normal',
    from: 0,
    tr: 'Olağan bir gün: övgü, soru, birkaç sıradan şikâyet.',
    en: 'An ordinary day: praise, questions, a few everyday complaints.',
  },
];

/** Drafts carry no id yet: ids are given in the order of time. */
type Draft = Omit<Post, 'id'>;

/** More posts than this are never held; the oldest are let go. */
const MOST_POSTS = 5000;

class Script implements Scenario {
  readonly startedAt: number;
  #posts: Post[] = [];
  #nextId = 1;
  #random: Random;
  #topics = new Map<string, string>();
  #tailAt: number;

  constructor(startedAt: number, seed: number) {
    this.startedAt = startedAt;
    this.#random = createRandom(seed);
    this.#tailAt = startedAt + TIMELINE.afterAt;
    const { past, live } = dealOrdinary(this.#random);
    const drafts = [
      ...past.map((line, i) => this.#draft(line, this.#pastMoment(i, past.length))),
      ...live.map((line, i) => this.#draft(line, startedAt + liveMoment(i, this.#random))),
      ...CRISIS_LINES.map((line, i) => this.#draft(line, startedAt + crisisMoment(i))),
      ...CALMING_LINES.map((line, i) => this.#draft(line, startedAt + calmingMoment(i))),
    ];
    for (const draft of drafts.sort((a, b) => a.at - b.at)) this.#add(draft);
  }

  posts(site: Site, now: number): Post[] {
    this.#writeTail(now);
    return this.#posts.filter((post) => post.site === site && post.at <= now);
  }

  status(now: number): ScenarioStatus {
    this.#writeTail(now);
    const elapsedMs = Math.max(0, now - this.startedAt);
    const phase = PHASES.find(({ from }) => elapsedMs >= from) ?? PHASES[PHASES.length - 1];
    if (!phase) throw new RangeError('The scenario has no phases.');
    const visible = this.#posts.filter((post) => post.at <= now);
    return {
      phase: phase.phase,
      words: { tr: phase.tr, en: phase.en },
      startedAt: this.startedAt,
      elapsedMs,
      crisisInMs: Math.max(0, TIMELINE.crisisAt - elapsedMs),
      postCount: visible.length,
      crisisPostCount: visible.filter((post) => post.mood === 'crisis').length,
    };
  }

  #add(draft: Draft): void {
    this.#posts.push({ id: this.#nextId++, ...draft });
  }

  /** Slow days: one composed post every 20 to 40 seconds, at most a day at a time. */
  #writeTail(now: number): void {
    this.#tailAt = Math.max(this.#tailAt, now - DAY);
    while (this.#tailAt <= now) {
      this.#add(this.#draft(composeLine(this.#random), this.#tailAt));
      this.#tailAt += this.#random.int(20, 40) * SECOND;
    }
    if (this.#posts.length > MOST_POSTS) this.#posts.splice(0, this.#posts.length - MOST_POSTS);
  }

  #pastMoment(index: number, count: number): number {
    const share = (index + this.#random.next()) / count;
    return Math.round(this.startedAt - TIMELINE.pastMs + share * (TIMELINE.pastMs - 2 * MINUTE));
  }

  #draft(line: Line, at: number): Draft {
    const random = this.#random;
    const isLoud = line.mood === 'crisis' || line.mood === 'calm';
    return {
      site: line.site,
      mood: line.mood,
      at: Math.round(at),
      author: line.outlet === undefined ? somebody(random, line.followers) : outletPerson(line.outlet),
      title: line.title ? fill(line.title, random) : null,
      text: fill(line.text, random),
      topic: line.topic ? this.#topicTitle(line.topic) : null,
      stars: line.stars ?? null,
      outlet: line.outlet ?? null,
      likes: random.int(0, isLoud ? 240 : 30),
      shares: random.int(0, isLoud ? 90 : 5),
    };
  }

  /** All posts of a topic see the same filled title. */
  #topicTitle(raw: string): string {
    const known = this.#topics.get(raw);
    if (known) return known;
    const title = fill(raw, this.#random);
    if (title !== raw) this.#topics.set(raw, title);
    return title;
  }
}

function outletPerson(outlet: number): Person {
  const { desk, path } = OUTLETS[outlet] ?? OUTLETS[0];
  return { name: desk, handle: path, followers: 0 };
}

/** Who has already spoken when the demo starts, and who speaks live. Complaints come late, so that the first minute is calm. */
function dealOrdinary(random: Random): { past: Line[]; live: Line[] } {
  const friendly = random.shuffle(ORDINARY_LINES.filter((line) => line.site === 'social' && line.mood !== 'complaint'));
  const support = random.shuffle(ORDINARY_LINES.filter((line) => line.site === 'support'));
  const reviews = random.shuffle(ORDINARY_LINES.filter((line) => line.site === 'reviews' && line.mood !== 'complaint'));
  const live = random
    .shuffle([...friendly.slice(0, 18), ...support, ...reviews.slice(0, 3)])
    .sort((a, b) => Number(a.mood === 'complaint') - Number(b.mood === 'complaint'));
  const taken = new Set(live);
  const composed = Array.from({ length: 50 }, () => composeLine(random)).filter((line) => line.site !== 'support');
  const rest = [...ORDINARY_LINES, ...composed].filter((line) => !taken.has(line));
  // Forum lines keep their order (an answer follows its question); the places they get are drawn.
  const forum = rest.filter((line) => line.site === 'forum');
  const past = random.shuffle(rest).map((line) => (line.site === 'forum' ? (forum.shift() ?? line) : line));
  return { past, live };
}

/** Ordinary talk: one post about every five seconds before the crisis, every nine beside it. */
function liveMoment(index: number, random: Random): number {
  const before = Math.floor(TIMELINE.crisisAt / (5 * SECOND));
  const at = index < before ? (index + 0.4) * 5 * SECOND : TIMELINE.crisisAt + (index - before + 0.5) * 9 * SECOND;
  return at + random.int(-1500, 1500);
}

/** The rate grows evenly from nothing: the k-th of n posts comes at the square root of k/n. */
function crisisMoment(index: number): number {
  const span = TIMELINE.calmingAt - TIMELINE.crisisAt;
  return TIMELINE.crisisAt + span * Math.sqrt((index + 0.3) / CRISIS_LINES.length);
}

/** The rate falls: gaps widen with the power 1.7. */
function calmingMoment(index: number): number {
  const span = TIMELINE.afterAt - TIMELINE.calmingAt;
  return TIMELINE.calmingAt + span * ((index + 0.5) / CALMING_LINES.length) ** 1.7;
}

/** The whole story, fixed by its start and its seed. `startedAt` is epoch ms: the moment the demo begins. */
export function createScenario(startedAt: number, seed = 1): Scenario {
  return new Script(startedAt, seed);
}
