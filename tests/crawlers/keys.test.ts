// Keys on their way through collecting: handed to the source that names them, asked for when missing, and found nowhere
// afterwards. The last test goes over a real HTTP server.

import { describe, expect, it } from 'vitest';
import type { RequestPlan, Source } from '../../core/ports.ts';
import { memoryLog } from '../queue/support.ts';
import { reader, site } from './fetch/support.ts';
import { collector, HOME, item, source, subscription, watch } from './support.ts';

const SECRET = 'sk-0123456789abcdef';
const PLAN: RequestPlan = {
  url: `${HOME}/search?q=markam`,
  headers: { authorization: `Bearer ${SECRET}` },
  secretQuery: { api_key: SECRET },
};

function keyed(own: Partial<Pick<Source, 'plan' | 'parse'>> = {}): Source {
  return source(
    { needs: ['sozluk'] },
    { plan: (_params, _cursor, { keys }) => [planWith(keys['sozluk'] ?? '')], ...own },
  );
}

function planWith(key: string): RequestPlan {
  return { ...PLAN, secretQuery: { api_key: key } };
}

describe('a source that needs a key', () => {
  it('is refused without it, with a sentence that names the setting', async () => {
    const { collect, fetcher } = collector({}, { source: keyed(), keys: { baska: 'another-key-1' } });
    const { run, suspension } = await collect(subscription(), watch());
    expect(run).toMatchObject({ outcome: 'refused', error: expect.stringContaining('keys.sozluk') });
    expect(suspension).toBeNull();
    expect(fetcher.asked).toEqual([]);
  });

  it('gets its own key and no other, for planning and for further pages', async () => {
    const seen: unknown[] = [];
    const one = keyed({
      parse: (_reply, { keys }) => {
        seen.push(keys);
        return { mentions: [item('Markam iyi')] };
      },
    });
    const keys = { sozluk: SECRET, baska: 'another-key-1' };
    const { collect, fetcher } = collector({ [PLAN.url]: { mentions: [] } }, { source: one, keys });
    expect((await collect(subscription(), watch())).run.outcome).toBe('ok');
    expect(seen).toEqual([{ sozluk: SECRET }]);
    expect(fetcher.asked[0]?.plan.secretQuery).toEqual({ api_key: SECRET });
  });

  it('sends it to the service, and leaves it in no mention, cursor, validator, error or log line', async () => {
    const addresses: string[] = [];
    const home = await site((request, response) => {
      addresses.push(request.url ?? '');
      response.setHeader('etag', '"1"');
      response.setHeader('link', `<http://${request.headers.host}${request.url}>; rel="next"`);
      response.end(JSON.stringify({ next: request.url, auth: request.headers.authorization }));
    });
    const echo = keyed({
      plan: (_params, _cursor, { keys }) => [{ ...planWith(keys['sozluk'] ?? ''), url: `${home.url}/search?q=markam` }],
      parse: (reply) => ({
        mentions: [item(`Markam ${reply.body} ${reply.headers['link']}`, { url: reply.url })],
        cursor: { next: reply.body },
      }),
    });
    const { log, lines } = memoryLog();
    const { fetcher } = reader([home.host], { log });
    const { collect } = collector({}, { source: echo, fetcher, log, keys: { sozluk: SECRET } });
    const collected = await collect(subscription(), watch());
    expect(addresses).toEqual([`/search?q=markam&api_key=${SECRET}`]);
    expect(collected.run.outcome).toBe('ok');
    expect(collected.hits[0]?.mention.text).toContain('api_key=•••');
    expect(collected.validators).toHaveLength(1);
    expect(JSON.stringify([collected, lines])).not.toContain(SECRET);
  });

  it('keeps it out of the sentence when the source fails with it in its mouth', async () => {
    const failing = keyed({
      parse: (_reply, { keys }) => {
        throw new Error(`401 for ${keys['sozluk']}`);
      },
    });
    const { log, lines } = memoryLog();
    const { collect } = collector({ [PLAN.url]: { mentions: [] } }, { source: failing, log, keys: { sozluk: SECRET } });
    const { run } = await collect(subscription(), watch());
    expect(run).toMatchObject({ outcome: 'changed', error: expect.stringContaining('401 for •••') });
    expect(JSON.stringify(lines)).toContain('401 for •••');
    expect(JSON.stringify(lines)).not.toContain(SECRET);
  });
});
