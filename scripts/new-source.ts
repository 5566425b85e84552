// npm run new:source -- ID: writes a source that already passes the contract, with a fixture and its tests, and renews
// the registry. What it writes is yours to change: docs/adding-a-source.md says in which order. Never overwrites.

import { scaffold } from './scaffold.ts';

const source = (id: string) => `// What this source reads, in one sentence, and what it must never do.

import { z } from 'zod';
import type { Source } from '../../core/ports.ts';
import { parseDate } from '../parse/dates.ts';
import { htmlToText, inlineText } from '../parse/html-text.ts';
import { listOf, numberOf, objectOf, textOf } from '../parse/json.ts';
import { resolveLink } from '../parse/links.ts';
import { siteRoot, webAddress } from '../parse/params.ts';
import { parseJsonReply, shapeChanged } from '../parse/refuse.ts';

const params = z.strictObject({
  site: webAddress('Site', 'Sitenin adresi · Address of the site'),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: '${id}',
    title: '${id}',
    channel: 'community',
    homepage: 'https://${id}.example/',
    description: { tr: 'Bir cümleyle ne okuduğu.', en: 'What it reads, in one sentence.' },
    isOfficial: false,
    needs: [],
    params,
    example: { site: 'https://${id}.example' },
    selection: 'match',
    politeness: { minIntervalMs: 2000, maxPages: 3, obeysRobots: true },
    legalNote: 'Which terms apply and what they allow.',
    expectedPerDay: 1,
    isVerifiedLive: false,
  },
  plan: ({ site }, _cursor, context) => [
    { url: \`\${siteRoot(site)}/search.json?\${new URLSearchParams({ q: context.terms[0] ?? context.query })}\` },
  ],
  parse(reply) {
    const { items } = objectOf(parseJsonReply(reply));
    if (!Array.isArray(items)) throw shapeChanged('items');
    return {
      mentions: listOf(items)
        .map(objectOf)
        .map((item) => ({
          nativeId: textOf(item.id),
          url: resolveLink(item.url, [reply.url]),
          title: inlineText(textOf(item.title)),
          text: htmlToText(textOf(item.text) ?? ''),
          author: { name: inlineText(textOf(item.author)) },
          publishedAt: parseDate(item.date, 'UTC'),
          engagement: { likes: numberOf(item.likes) },
        })),
      isMeasuredEmpty: items.length === 0,
    };
  },
};
`;

const fixture = (id: string) => `${JSON.stringify(
  {
    items: [
      {
        id: '1',
        url: `https://${id}.example/1`,
        title: 'Kargo',
        text: '<p>Markam kargom gelmedi</p>',
        author: 'Ayşe',
        date: '2026-11-23T08:00:00Z',
        likes: 3,
      },
      {
        id: '2',
        url: `https://${id}.example/2`,
        title: 'İade',
        text: '<p>Markam iadem yatmadı</p>',
        author: 'Veli',
        date: '2026-11-22T08:00:00Z',
        likes: 0,
      },
    ],
  },
  null,
  2,
)}
`;

const cases = (
  id: string,
) => `${JSON.stringify([{ file: 'page.json', url: `https://${id}.example/search.json?q=markam`, count: 2 }], null, 2)}
`;

const test = (id: string) => `// ${id}: what is asked, and what becomes of an item.

import { describe, expect, it } from 'vitest';
import { source } from '../../../crawlers/sources/${id}.ts';
import { fixture, planned, read, reply } from './support.ts';

const params = { site: 'https://${id}.example' };

describe('${id}', () => {
  it('asks for the most telling word', () => {
    expect(planned(source, params)).toEqual(['https://${id}.example/search.json?q=markam']);
  });

  it('takes text, author and date', () => {
    const { mentions } = read(source, reply('https://${id}.example/', fixture('${id}', 'page.json')), { params });
    expect(mentions[0]).toMatchObject({
      nativeId: '1',
      text: 'Markam kargom gelmedi',
      author: { name: 'Ayşe' },
      publishedAt: Date.UTC(2026, 10, 23, 8),
    });
  });
});
`;

scaffold({
  kind: 'source',
  files: (id) => ({
    [`crawlers/sources/${id}.ts`]: source(id),
    [`tests/fixtures/${id}/page.json`]: fixture(id),
    [`tests/fixtures/${id}/cases.json`]: cases(id),
    [`tests/crawlers/sources/${id}.test.ts`]: test(id),
  }),
  next: (id) => `npx vitest run --project unit tests/contracts/source.test.ts tests/crawlers/sources/${id}.test.ts`,
});
