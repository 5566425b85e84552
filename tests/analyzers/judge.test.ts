import { readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toContractLine } from '../../analyzers/judge.ts';
import { brand, judgeText } from './support.ts';

describe('one judgement', () => {
  it('has the fields of the contract, in its order, and no others', async () => {
    const line = toContractLine('7', await judgeText('Telcanım internetim üç gündür yok, çözüm istiyorum'));
    expect(Object.keys(line)).toEqual([
      'id',
      'language',
      'relevance',
      'sentiment',
      'aspects',
      'findings',
      'actor',
      'pii',
      'severity',
    ]);
    expect(Object.keys(line.findings[0] ?? {})).toEqual(['type', 'confidence', 'start', 'end']);
    expect(Object.keys(line.severity)).toEqual(['level', 'score', 'parts']);
    expect(JSON.parse(JSON.stringify(line))).toEqual(line);
  });

  it('says nothing about relevance without a brand', async () => {
    const judged = await judgeText('internetim üç gündür yok', {}, null);
    expect(toContractLine('1', judged).relevance).toBeNull();
  });

  it('counts spans from the title on', async () => {
    const title = 'Sahte site uyarısı';
    const text = 'Telcanım adına aradılar, kart bilgimi istediler.';
    const judged = await judgeText(text, { title });
    const full = `${title}\n${text}`;
    for (const span of judged.types) expect(span.end).toBeLessThanOrEqual(full.length);
    expect(judged.types.map((one) => one.type)).toContain('fraud');
  });

  it('is the same the second time', async () => {
    const text = 'Telcanım adına arayıp IBAN istediler, dolandırıldım';
    const first = toContractLine('1', await judgeText(text));
    await judgeText('bambaşka bir metin', {}, brand('Getir'));
    expect(toContractLine('1', await judgeText(text))).toEqual(first);
  });

  it('needs less than 10 MB of weights', async () => {
    const folder = new URL('../../analyzers/model/', import.meta.url);
    const sizes = readdirSync(folder).map((file) => statSync(new URL(file, folder)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10e6);
  });
});
