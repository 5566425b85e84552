import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../core/clock.ts';
import { createScenario, type Post, TIMELINE } from '../../demo/scenario.ts';
import { ORDINARY_LINES } from '../../demo/texts.ts';
import { CALMING_LINES, CRISIS_LINES } from '../../demo/texts-crisis.ts';
import { asciiTurkish, type Site } from '../../demo/words.ts';

const START = Date.UTC(2026, 10, 24, 6);
const SITES: Site[] = ['news', 'social', 'forum', 'reviews', 'support'];

function everything(now: number, seed = 1): Post[] {
  const scenario = createScenario(START, seed);
  return SITES.flatMap((site) => scenario.posts(site, now)).sort((a, b) => a.id - b.id);
}

const isCrisis = (post: Post) => post.mood === 'crisis';

describe('the scenario', () => {
  it('tells the same story for the same seed and another one for another seed', () => {
    const now = START + 10 * MINUTE;
    expect(everything(now, 3)).toEqual(everything(now, 3));
    expect(everything(now, 3)).not.toEqual(everything(now, 4));
  });

  it('does not depend on how often it is asked', () => {
    const often = createScenario(START, 5);
    for (let at = START; at <= START + 20 * MINUTE; at += 7 * SECOND) often.posts('social', at);
    const once = createScenario(START, 5);
    expect(often.posts('social', START + 20 * MINUTE)).toEqual(once.posts('social', START + 20 * MINUTE));
  });

  it('starts with about a day of ordinary posts on every public site, all in the past', () => {
    const posts = everything(START);
    expect(posts.length).toBeGreaterThan(90);
    expect(posts.every((post) => post.at < START && post.at >= START - 28 * HOUR)).toBe(true);
    expect(posts.some(isCrisis)).toBe(false);
    for (const site of ['news', 'social', 'forum', 'reviews'] as const) {
      expect(posts.filter((post) => post.site === site).length, site).toBeGreaterThanOrEqual(8);
    }
  });

  it('shows live talk without a complaint before the crisis', () => {
    const live = everything(START + TIMELINE.crisisAt - 1).filter((post) => post.at >= START);
    expect(live.length).toBeGreaterThanOrEqual(6);
    expect(live.filter((post) => post.mood === 'complaint' || isCrisis(post))).toEqual([]);
  });

  it('lets the crisis grow faster and faster and then ebb', () => {
    const crisis = everything(START + 10 * MINUTE).filter(isCrisis);
    const between = (from: number, to: number) =>
      crisis.filter(({ at }) => at >= START + from * SECOND && at < START + to * SECOND).length;
    expect(between(40, 77)).toBeGreaterThanOrEqual(5);
    expect(between(77, 114)).toBeGreaterThan(between(40, 77));
    expect(between(114, 151)).toBeGreaterThan(between(77, 114));
    expect(between(151, 600)).toBe(0);
    expect(crisis).toHaveLength(CRISIS_LINES.length);
  });

  it('begins in the forum and reaches social media, support, reviews and the news in that order', () => {
    const first = (site: Site) =>
      everything(START + 5 * MINUTE)
        .filter(isCrisis)
        .find((post) => post.site === site)?.at ?? Number.NaN;
    expect(first('forum')).toBeLessThan(first('social'));
    expect(first('social')).toBeLessThan(first('reviews'));
    expect(first('reviews')).toBeLessThan(first('news'));
    expect(first('support')).toBeLessThan(first('news'));
  });

  it('says its phase in words of both languages', () => {
    const scenario = createScenario(START);
    const phases = [0, 41, 100, 160, 400].map((seconds) => scenario.status(START + seconds * SECOND));
    expect(phases.map(({ phase }) => phase)).toEqual(['normal', 'rising', 'peak', 'calming', 'after']);
    expect(new Set(phases.map(({ words }) => words.tr)).size).toBe(5);
    expect(new Set(phases.map(({ words }) => words.en)).size).toBe(5);
    expect(phases[0]?.crisisInMs).toBe(40 * SECOND);
    expect(phases[4]?.crisisPostCount).toBe(CRISIS_LINES.length);
  });

  it('stays alive for days without growing for ever', () => {
    const scenario = createScenario(START);
    const late = everything(START + HOUR).filter(({ at }) => at > START + HOUR - 10 * MINUTE);
    expect(late.length).toBeGreaterThanOrEqual(12);
    for (let at = START; at < START + 96 * HOUR; at += 3 * HOUR) scenario.posts('social', at);
    expect(scenario.status(START + 96 * HOUR).postCount).toBeLessThanOrEqual(5000);
    expect(scenario.posts('social', START + 96 * HOUR).at(-1)?.at).toBeGreaterThan(START + 95 * HOUR);
  });

  it('gives every post of the past its own place in time and fills every gap of its text', () => {
    const posts = everything(START + 30 * MINUTE);
    expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
    for (const post of posts) {
      expect(`${post.title ?? ''} ${post.topic ?? ''} ${post.text}`).not.toMatch(/[{}]/);
    }
    const times = posts.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

describe('the texts', () => {
  const all = [...ORDINARY_LINES, ...CRISIS_LINES, ...CALMING_LINES];

  /** Share of common word pairs (Jaccard). */
  function likeness(a: string, b: string): number {
    const pairs = (text: string) => {
      const words = asciiTurkish(text).split(/[^\p{L}\p{N}]+/u);
      return new Set(words.slice(1).map((word, i) => `${words[i]} ${word}`));
    };
    const [one, two] = [pairs(a), pairs(b)];
    const common = [...one].filter((pair) => two.has(pair)).length;
    return common / (one.size + two.size - common || 1);
  }

  it('holds more than 120 texts that are unlike each other', () => {
    const unlike: string[] = [];
    for (const { text } of all) if (unlike.every((other) => likeness(text, other) < 0.4)) unlike.push(text);
    expect(unlike.length).toBeGreaterThan(120);
  });

  it('repeats itself only where people copy: one outcry and one piece of agency news', () => {
    const copies = (mark: string) => CRISIS_LINES.filter(({ text }) => asciiTurkish(text).includes(mark)).length;
    expect(copies('odeme alindi siparis yok! pazarlamacim acilen')).toBeGreaterThanOrEqual(5);
    const news = CRISIS_LINES.filter(({ site }) => site === 'news');
    expect(news).toHaveLength(4);
    for (const item of news.slice(1)) expect(likeness(item.text, news[0]!.text)).toBeGreaterThan(0.8);
    expect(all.length - new Set(all.map(({ text }) => text)).size).toBe(0);
  });

  it('writes as people do: without Turkish letters, in capitals, with emoji', () => {
    expect(all.filter(({ text }) => /pazarlamacim/.test(text) && !/[çğışöü]/i.test(text)).length).toBeGreaterThan(8);
    expect(all.some(({ text }) => /PAZARLAMACIM/.test(text))).toBe(true);
    expect(all.filter(({ text }) => /\p{Extended_Pictographic}/u.test(text)).length).toBeGreaterThan(8);
  });

  it('carries the brand’s tag in every social post, so that a tag timeline shows it', () => {
    for (const { site, text } of all) if (site === 'social') expect(asciiTurkish(text)).toContain('#pazarlamacim');
  });
});
