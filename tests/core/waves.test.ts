import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../core/clock.ts';
import { findWaves, type WaveItem } from '../../core/waves.ts';

const SLOGAN = 'Markam çalışanlarının hakkını vermiyor, bu firmadan alışveriş yapmayın ve herkese duyurun arkadaşlar';
const at = 1_700_000_000_000;

/** Items a few seconds apart, each from an account of its own. */
function posts(count: number, textOf: (i: number) => string, apartMs = 20 * SECOND): WaveItem[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ id: `m${i}`, author: `hesap${i}`, title: null },
    ...{ text: textOf(i), at: at + i * apartMs },
  }));
}

describe('findWaves', () => {
  it('finds the same text from many accounts in minutes, small changes included', () => {
    const copies = posts(12, (i) => (i % 2 === 0 ? SLOGAN : `Merhaba ${SLOGAN} ${i}`));
    const [wave, ...others] = findWaves(copies);
    expect(wave).toMatchObject({ kind: 'text', accountCount: 12, from: at, to: at + 11 * 20 * SECOND });
    expect(wave?.ids).toEqual(copies.map(({ id }) => id));
    expect(others).toEqual([]);
  });

  it('finds one link from very many accounts', () => {
    const link = 'https://haber.example/markam-iddiasi-uzun-adres';
    const comments = ['Yazık', 'Pes artık', 'Buna da şaşırmadım', 'Herkes okusun lütfen', 'Vay be'];
    const waves = findWaves(
      posts(25, (i) => `${comments[i % 5]} ${i} kere ${'abcdefghijklmnopqrstuvwxyz'[i]} ${link}`),
    );
    expect(waves.map(({ kind, accountCount }) => [kind, accountCount])).toEqual([['link', 25]]);
  });

  it('takes different customers with the same trouble for what they are', () => {
    const places = [
      'Kadıköy',
      'Çankaya',
      'Bornova',
      'Nilüfer',
      'Seyhan',
      'Tepebaşı',
      'Atakum',
      'Ortahisar',
      'Yenişehir',
      'Melikgazi',
    ];
    const ways = ['kargom hâlâ gelmedi', 'siparişim kayıp görünüyor', 'paketim üç gündür dağıtımda'];
    const texts = (i: number) => `${places[i]} şubesinde ${ways[i % 3]}, ${i + 2} gündür arıyorum kimse açmıyor`;
    expect(findWaves(posts(10, texts))).toEqual([]);
  });

  it('is not fooled by retweets, by one busy account, by thanks, or by a text that comes back over days', () => {
    expect(findWaves(posts(30, () => `RT @biri: ${SLOGAN}`))).toEqual([]);
    expect(findWaves(posts(30, () => SLOGAN).map((item) => ({ ...item, author: 'tek' })))).toEqual([]);
    expect(findWaves(posts(30, () => 'Teşekkürler'))).toEqual([]);
    expect(findWaves(posts(30, () => SLOGAN, 5 * MINUTE))).toEqual([]);
    expect(findWaves(posts(30, () => SLOGAN).map((item) => ({ ...item, author: null })))).toEqual([]);
  });

  it('tells two bursts of one text apart and answers the same in any order', () => {
    const bursts = [
      ...posts(10, () => SLOGAN),
      ...posts(9, () => SLOGAN).map((item) => ({ ...item, id: `n${item.id}`, at: item.at + 3 * 60 * MINUTE })),
    ];
    const waves = findWaves(bursts);
    expect(waves.map(({ accountCount }) => accountCount)).toEqual([10, 9]);
    expect(findWaves(bursts.toReversed())).toEqual(waves);
  });
});
