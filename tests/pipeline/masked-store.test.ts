import { describe, expect, it } from 'vitest';
import { findPii } from '../../analyzers/pii.ts';
import { ingest } from '../../pipeline/ingest.ts';
import { maskedMention, withMaskedTexts } from '../../pipeline/masked-store.ts';
import { mentionOf } from '../contracts/store-samples.ts';
import { openWorld, store } from './support.ts';

const TEXT = 'Markam beni aramadı: 0532 123 45 67, ali@ornek.example, TR33 0006 1005 1978 6457 8413 26';

describe('personal data', () => {
  it('is masked before it is stored, whoever brings it, and cannot be searched', async () => {
    const world = await openWorld();
    const deps = { ...world.deps, store: withMaskedTexts(world.deps.store, findPii) };
    const [fetchedId] = await store({ ...world, deps }, [{ nativeId: 'f', title: 'tel 0532 123 45 67', text: TEXT }]);
    const raws = [{ nativeId: 'p', text: TEXT, resolution: { state: null, answer: 'Sizi 0212 444 55 66’dan aradık' } }];
    const facts = { sourceId: 'import', channel: 'support', brandId: world.brand.id, isBackfill: false } as const;
    const { addedIds } = await ingest(deps, { ...facts, raws });
    for (const id of [fetchedId, ...addedIds]) {
      const found = await world.deps.store.mentions.get(id ?? '');
      const all = JSON.stringify(found);
      for (const secret of ['532 123', 'ali@', '6457', '444 55']) expect(all).not.toContain(secret);
      expect(found?.mention.text).toContain('••• ••• •• ••'.slice(1));
      expect(found?.mention.text.length).toBe(TEXT.length);
    }
    const page = await world.deps.store.mentions.list({ search: '0532' }, { limit: 10 });
    expect(page.items).toEqual([]);
  });

  it('does not change what an item is: seen again it is the same, and not edited', async () => {
    const world = await openWorld();
    const deps = { ...world.deps, store: withMaskedTexts(world.deps.store, findPii) };
    await store({ ...world, deps }, [{ nativeId: 'f', text: TEXT }]);
    const hit = { mention: mentionOf('x', { text: TEXT }), watchIds: [world.watch.id] };
    await deps.store.mentions.add([hit]);
    const again = await deps.store.mentions.add([hit]);
    expect(again).toMatchObject({ addedIds: [], changedIds: [], knownCount: 1 });
  });

  it('leaves a text without any as it is', () => {
    const mention = mentionOf('y', { text: 'Markam 3 gündür 12.500 TL iade etmedi' });
    expect(maskedMention(mention, findPii)).toBe(mention);
  });
});
