// Medium through its feeds: the newest stories of a tag, of a writer or of a publication. Ten or so at a time and nothing
// older: what comes between two reads and is pushed out is lost, so busy tags want a short cadence.

import { z } from 'zod';
import type { Source } from '../../core/ports.ts';
import { parseFeedReply } from '../parse/feed.ts';
import { feedMention } from '../parse/feed-mentions.ts';

const params = z
  .strictObject({
    tag: z
      .string()
      .regex(/^[\p{L}\p{N}-]+$/u, { error: 'must be one tag, words joined by hyphens' })
      .max(100)
      .optional()
      .meta({ title: 'Etiket', description: 'Kelimeler tireyle: musteri-deneyimi · A tag, words joined by hyphens' }),
    user: z
      .string()
      .regex(/^@?[\w.-]+$/, { error: 'must be a writer’s name such as @someone' })
      .max(100)
      .optional()
      .meta({ title: 'Yazar', description: 'Yazarın kullanıcı adı · Name of a writer' }),
    publication: z
      .string()
      .regex(/^[\w-]+$/, { error: 'must be the publication’s name in its address' })
      .max(100)
      .optional()
      .meta({ title: 'Yayın', description: 'Yayının adresteki adı · Name of a publication in its address' }),
  })
  .refine(({ tag, user, publication }) => [tag, user, publication].filter(Boolean).length === 1, {
    error: 'name exactly one: a tag, a user or a publication',
    path: ['tag'],
  });
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'medium',
    title: 'Medium',
    channel: 'community',
    homepage: 'https://medium.com/',
    description: {
      tr: 'Medium’da bir etiketin, yazarın ya da yayının yeni yazılarını alır.',
      en: 'Takes the new Medium stories of a tag, a writer or a publication.',
    },
    isOfficial: true,
    needs: [],
    params,
    example: { tag: 'turkiye' },
    selection: 'match',
    politeness: { minIntervalMs: 3000, maxPages: 1, obeysRobots: true },
    legalNote: 'Feeds that Medium offers for reading; its search and its pages need a browser and are left alone.',
    expectedPerDay: 0.3,
    isVerifiedLive: false,
  },
  plan({ tag, user, publication }) {
    const path = tag
      ? `tag/${encodeURIComponent(tag)}`
      : user
        ? `@${encodeURIComponent(user.replace(/^@/, ''))}`
        : encodeURIComponent(publication ?? '');
    return [{ url: new URL(`https://medium.com/feed/${path}`).href }];
  },
  parse(reply, { timeZone, now }) {
    const feed = parseFeedReply(reply, { timeZone, now });
    const mentions = feed.items.map((item) => {
      const mention = feedMention(item, feed, reply.url);
      return { ...mention, url: withoutTracking(mention.url ?? null), siteName: 'Medium' };
    });
    return { mentions, isMeasuredEmpty: feed.items.length === 0 };
  },
};

/** Medium writes into each link through which feed it went. */
function withoutTracking(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return url;
  const clean = new URL(url);
  clean.searchParams.delete('source');
  return clean.href;
}
