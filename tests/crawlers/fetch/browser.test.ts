import { describe, expect, it } from 'vitest';
import { findChromium } from '../../../crawlers/fetch/chromium.ts';
import { reader, site } from './support.ts';

// What the layer does with a Chromium is in tests/e2e/browser-layer.test.ts.

const NO_BROWSER = { CHROMIUM_PATH: '/nowhere/chromium' };

describe('findChromium', () => {
  it('says what to do when there is none', () => {
    expect(() => findChromium(NO_BROWSER)).toThrowError(
      expect.objectContaining({ code: 'fetch.no-browser', message: expect.stringMatching(/CHROMIUM_PATH/) }),
    );
  });
});

describe('a page that needs a browser where there is none', () => {
  it('ends as refused, with what to do', async () => {
    const home = await site((_, response) => response.end('x'));
    const { get } = reader([home.host], { env: NO_BROWSER });
    const result = await get({ url: home.url, browser: {} });
    expect(result).toMatchObject({ outcome: 'refused', reply: null });
    expect(result.error).toMatch(/CHROMIUM_PATH/);
  });
});
