// Which feed parser reads more of the real feeds: rss-parser or feedsmith (docs/adr/0003). Prints one line a file and
// the sums. Needs the shared fixtures beside the checkout.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from 'feedsmith';
import RssParser from 'rss-parser';
import { decodeText } from '../crawlers/fetch/charset.ts';
import { sharedPath } from '../tests/support/shared.ts';

const FOLDERS = ['news-feeds', 'blog-feeds', 'google-news', 'google-alerts', 'reddit/feed', 'encodings', 'youtube'];

interface Outcome {
  items: number | null;
  ms: number;
}

async function measure(count: () => Promise<number> | number): Promise<Outcome> {
  const startedAt = performance.now();
  try {
    const items = await count();
    return { items, ms: performance.now() - startedAt };
  } catch {
    return { items: null, ms: performance.now() - startedAt }; // not read: that is the measurement
  }
}

function withFeedsmith(text: string): number {
  const { format, feed } = parseFeed(text);
  return (format === 'atom' ? feed.entries : feed.items)?.length ?? 0;
}

async function main(): Promise<void> {
  const root = sharedPath('fixtures');
  if (root === null) throw new Error('The shared fixtures are not beside the checkout.');
  const sums = { files: 0, rss: { read: 0, items: 0 }, smith: { read: 0, items: 0 } };
  for (const folder of FOLDERS) {
    for (const file of readdirSync(join(root, folder)).filter(
      (name) => /\.(?:xml|rss|atom|json)$/.test(name) && !name.startsWith('expected'),
    )) {
      const { text } = decodeText(readFileSync(join(root, folder, file)), null);
      const rss = await measure(async () => (await new RssParser().parseString(text)).items.length);
      const smith = await measure(() => withFeedsmith(text));
      sums.files++;
      for (const [name, outcome] of [
        ['rss', rss],
        ['smith', smith],
      ] as const) {
        sums[name].read += outcome.items === null ? 0 : 1;
        sums[name].items += outcome.items ?? 0;
      }
      console.log(
        `${folder}/${file}  rss-parser ${rss.items ?? '–'} (${rss.ms.toFixed(0)} ms)  feedsmith ${smith.items ?? '–'} (${smith.ms.toFixed(0)} ms)`,
      );
    }
  }
  console.log(JSON.stringify(sums));
}

await main();
