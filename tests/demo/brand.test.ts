import { expect, it } from 'vitest';
import { configSchema } from '../../config/schema.ts';
import { demoBrand } from '../../demo/brand.ts';
import { sampleWebs } from './support.ts';

const start = sampleWebs();

it('is a brand seed that the configuration takes, and reads only the sample web', async () => {
  const { web } = await start();
  const brand = configSchema.parse({ brands: [demoBrand(web.sites)] }).brands[0]!;
  expect(brand.name).toBe('Pazarlamacım');
  for (const watch of brand.watches) {
    expect(watch.every).toBeLessThanOrEqual(10_000);
    for (const source of watch.sources) {
      const address = Object.values(source.params).find((value) => String(value).startsWith('http'));
      expect(web.hosts, source.id).toContain(new URL(String(address)).host);
    }
  }
});
