// An installation for a measurement: a folder that goes when it is over, one brand, a log that says nothing, and texts.
// Real tweets where they lie beside the checkout, else those that the models are trained with, numbered.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../../app.ts';
import { configSchema } from '../../config/schema.ts';
import type { Log } from '../../core/ports.ts';
import type { Brand, RawMention, Watch } from '../../core/types.ts';
import { seedBrands } from '../../pipeline/setup.ts';
import { generate } from '../../scripts/training/generate.ts';
import { sharedPath } from '../../tests/support/shared.ts';

export const silent: Log = {
  ...{ debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  child: () => silent,
};

export interface Place {
  app: App;
  brand: Brand;
  watches: Watch[];
  dir: string;
  /** Closes it; its folder goes unless it was handed in. */
  close(): Promise<void>;
}

/** Opens the embedded profile with one brand and its watches. `dir` keeps the data of a named folder. */
export async function openPlace(
  names: readonly string[],
  options: { dir?: string; isLight?: boolean } = {},
): Promise<Place> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'itibar-bench-'));
  const [name = ''] = names;
  const watches = names.map((each) => ({ name: each, query: `"${each}"` }));
  const config = configSchema.parse({ data: { dir }, server: { port: 0 }, brands: [{ name, watches }] });
  const app = await openApp(config, { log: silent, isLight: options.isLight ?? false });
  await seedBrands(app.deps);
  const brand = (await app.deps.store.brands.list())[0];
  if (!brand) throw new Error('the brand could not be written');
  const close = async () => {
    await app.close();
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  return { app, brand, watches: await app.deps.store.watches.list(brand.id), dir, close };
}

const TWEETS = ['brand_tweets_telekom', 'brand_tweets_havayolu'];

/** So many texts, and where they are from. */
export function textsFor(count: number): { texts: string[]; from: string } {
  const files = TWEETS.map((name) => sharedPath('data', 'background', `${name}.jsonl`));
  const isReal = files.every((file) => file !== null);
  const known = isReal
    ? files
        .flatMap((file) =>
          readFileSync(file as string, 'utf8')
            .split('\n')
            .filter(Boolean),
        )
        .map(textOf)
    : generate(Math.ceil(count / 500)).map(({ text }) => text);
  const texts = Array.from({ length: count }, (_, at) => {
    const text = known[at % known.length] as string;
    return at < known.length ? text : `${text} ${at}`;
  });
  return { texts, from: isReal ? 'real tweets' : 'texts of our own making' };
}

function textOf(line: string): string {
  return (JSON.parse(line) as { text: string }).text;
}

export function rawsOf(texts: readonly string[]): RawMention[] {
  return texts.map((text, at) => ({ nativeId: `b${at}`, text, author: { handle: `user${at % 5000}` } }));
}
