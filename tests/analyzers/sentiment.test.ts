import { describe, expect, it } from 'vitest';
import { judgeText } from './support.ts';

const sentimentOf = async (text: string) => (await judgeText(text)).sentiment;

describe('sentiment towards the brand', () => {
  it.each([
    ['negative', 'Telcanım rezalet, üç gündür kimse telefona bakmıyor, bir daha asla almam'],
    ['negative', 'memnun kalmadım, hiç tavsiye etmiyorum'],
    ['positive', 'Telcanım ekibine çok teşekkürler, sorunum hemen çözüldü, süpersiniz'],
    ['positive', 'ürün çok kaliteli, gönül rahatlığıyla alabilirsiniz'],
    ['neutral', 'Telcanım yarın saat 10.00’da basın toplantısı düzenleyecek.'],
  ])('is %s for: %s', async (label, text) => {
    expect((await sentimentOf(text)).label).toBe(label);
  });

  it('scores between -1 and 1 on the side of its label', async () => {
    const bad = await sentimentOf('berbat bir firma, pişmanım');
    const good = await sentimentOf('harika bir firma, çok memnunum');
    expect(bad.score).toBeLessThan(0);
    expect(good.score).toBeGreaterThan(0);
    expect(Math.abs(bad.score)).toBeLessThanOrEqual(1);
  });

  it('reads plain English words, with negation, at modest confidence', async () => {
    const english = await sentimentOf('The delivery was terrible and the support is useless, I want a refund.');
    expect(english.label).toBe('negative');
    expect(english.confidence).toBeLessThanOrEqual(0.7);
  });

  it('is neutral without confidence where there is nothing to read', async () => {
    expect(await sentimentOf('')).toMatchObject({ label: 'neutral', confidence: 0, score: 0 });
  });
});
