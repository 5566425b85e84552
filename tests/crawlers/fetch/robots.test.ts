import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DAY, FakeClock, MINUTE, SECOND } from '../../../core/clock.ts';
import { createRobots, type RobotsFile } from '../../../crawlers/fetch/robots.ts';
import { describeShared } from '../../support/shared.ts';
import { reader, site } from './support.ts';

const text = (lines: string): RobotsFile => ({ kind: 'text', text: lines });
const gone: RobotsFile = { kind: 'unreachable', outcome: 'network', error: 'No way.' };

/** A checker whose site answers with the given files, the last one for ever. */
function checker(...files: RobotsFile[]) {
  const clock = new FakeClock();
  let readCount = 0;
  const robots = createRobots({
    clock,
    read: async () => files[Math.min(readCount++, files.length - 1)] as RobotsFile,
  });
  return {
    clock,
    readCount: () => readCount,
    check: (path = '/a') => robots.check(new URL(path, 'https://example.com')),
  };
}

describe('robots.txt', () => {
  it('is obeyed for our own name before the star', async () => {
    const { check } = checker(
      text('User-agent: *\nDisallow: /\n\nUser-agent: itibar\nDisallow: /private\nAllow: /private/news'),
    );
    expect(await check('/open')).toMatchObject({ isAllowed: true });
    expect(await check('/private/x')).toMatchObject({ isAllowed: false, outcome: 'refused' });
    expect(await check('/private/news/1')).toMatchObject({ isAllowed: true });
  });

  it('is obeyed for the star when it does not name us', async () => {
    const { check } = checker(text('User-agent: googlebot\nDisallow:\n\nUser-agent: *\nDisallow: /*?q='));
    expect(await check('/ara?q=x')).toMatchObject({ isAllowed: false });
    expect(await check('/ara')).toMatchObject({ isAllowed: true });
  });

  it('is read once a day, also when many ask at once', async () => {
    const { clock, check, readCount } = checker(text('User-agent: *\nDisallow: /x'));
    await Promise.all([check(), check(), check('/x')]);
    await clock.advance(DAY - 1);
    await check();
    expect(readCount()).toBe(1);
    await clock.advance(1);
    await check();
    expect(readCount()).toBe(2);
  });

  it('that is not there allows everything', async () => {
    expect(await checker({ kind: 'none' }).check()).toEqual({ isAllowed: true, crawlDelayMs: 0 });
  });

  it('that cannot be read closes the site for ten minutes, with the reason', async () => {
    const { clock, check, readCount } = checker(gone, text('User-agent: *\nAllow: /'));
    expect(await check()).toEqual({
      isAllowed: false,
      outcome: 'network',
      error: 'No way.',
      retryAfterMs: 10 * MINUTE,
    });
    await clock.advance(9 * MINUTE);
    expect(await check()).toMatchObject({ isAllowed: false, retryAfterMs: MINUTE });
    expect(readCount()).toBe(1);
    await clock.advance(MINUTE);
    expect(await check()).toMatchObject({ isAllowed: true });
  });

  it('that cannot be read again is used as it was', async () => {
    const { clock, check } = checker(text('User-agent: *\nDisallow: /x'), gone);
    await check();
    await clock.advance(2 * DAY);
    expect(await check('/a')).toMatchObject({ isAllowed: true });
    expect(await check('/x')).toMatchObject({ isAllowed: false });
  });

  it.each([
    ['2', 2 * SECOND],
    ['0.5', 500],
    ['3600', 30 * SECOND],
    ['-3', 0],
    ['soon', 0],
  ])('may ask for a pause of %s, up to a bound', async (delay, crawlDelayMs) => {
    expect(await checker(text(`User-agent: *\nCrawl-delay: ${delay}`)).check()).toEqual({
      isAllowed: true,
      crawlDelayMs,
    });
  });

  it('with a pattern made to be slow costs little', async () => {
    const { check } = checker(
      text(`User-agent: *\nDisallow: /${'*a'.repeat(200_000)}\nDisallow: /${'*a'.repeat(400)}b$`),
    );
    expect(await check(`/${'a'.repeat(4000)}`)).toMatchObject({ isAllowed: true });
  });
});

describe('the fetcher and robots.txt', () => {
  const withRobots = (status: number, body: string, headers = {}) =>
    site(
      (request, response) =>
        request.url === '/robots.txt' ? response.writeHead(status, headers).end(body) : response.end('page'),
      { ownRobots: true },
    );
  const disallowed = 'User-agent: *\nDisallow: /closed';

  it('asks robots.txt first and leaves a closed page alone', async () => {
    const home = await withRobots(200, disallowed);
    const { get } = reader([home.host]);
    const result = await get(`${home.url}/closed`, { obeysRobots: true });
    expect(result).toMatchObject({ outcome: 'refused', reply: null, retryAfterMs: DAY });
    expect(result.error).toMatch(/robots\.txt/);
    expect(await get(`${home.url}/open`, { obeysRobots: true })).toMatchObject({ outcome: 'ok' });
    expect(home.asked).toEqual(['/robots.txt', '/open']);
  });

  it('does not ask for it when the source is exempt', async () => {
    const home = await withRobots(200, disallowed);
    expect(await reader([home.host]).get(`${home.url}/closed`)).toMatchObject({ outcome: 'ok' });
    expect(home.asked).toEqual(['/closed']);
  });

  it.each([
    [401, 'ok'],
    [404, 'ok'],
    [429, 'throttled'],
    [500, 'refused'],
    [503, 'refused'],
  ])('takes a robots.txt of status %i for %s', async (status, outcome) => {
    const home = await withRobots(status, disallowed);
    expect(await reader([home.host]).get(`${home.url}/closed`, { obeysRobots: true })).toMatchObject({ outcome });
  });

  it('reads the beginning of one of 5 MB and obeys it', async () => {
    const home = await withRobots(200, `${disallowed}\n${`# ${'x'.repeat(78)}\n`.repeat(65_000)}`);
    const { get } = reader([home.host]);
    expect(await get(`${home.url}/closed`, { obeysRobots: true })).toMatchObject({ outcome: 'refused' });
    expect(await get(`${home.url}/open`, { obeysRobots: true })).toMatchObject({ outcome: 'ok' });
  });

  it('does not follow one into a private network', async () => {
    const secret = await site((_, response) => response.end('secret'), { ownRobots: true });
    const home = await withRobots(302, '', { location: `${secret.url}/robots.txt` });
    expect(await reader([home.host]).get(home.url, { obeysRobots: true })).toMatchObject({ outcome: 'refused' });
    expect(secret.asked).toEqual([]);
  });

  it('checks the page that a redirect leads to as well', async () => {
    const home = await site(
      (request, response) => {
        if (request.url === '/robots.txt') return response.end(disallowed);
        return request.url === '/open' ? response.writeHead(302, { location: '/closed' }).end() : response.end('page');
      },
      { ownRobots: true },
    );
    expect(await reader([home.host]).get(`${home.url}/open`, { obeysRobots: true })).toMatchObject({
      outcome: 'refused',
    });
    expect(home.asked).toEqual(['/robots.txt', '/open']);
  });
});

describeShared('robots.txt of real sites', (at) => {
  it('are all understood', async () => {
    const folder = at('fixtures', 'robots');
    const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      const { check } = checker(text(readFileSync(`${folder}/${name}`, 'utf8')));
      expect(typeof (await check('/some/page')).isAllowed, name).toBe('boolean');
    }
    const linkedin = checker(text(readFileSync(`${folder}/www.linkedin.com.txt`, 'utf8')));
    expect(await linkedin.check('/in/someone')).toMatchObject({ isAllowed: false });
  });
});
