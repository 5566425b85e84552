import { describe, expect, it } from 'vitest';
import { brand, judgeText } from './support.ts';

describe('what a text is about', () => {
  it.each([
    ['delivery', 'Kargom hâlâ dağıtıma çıkmadı, teslimat tarihi üç kez değişti'],
    ['payment-billing', 'Faturam iki katı geldi, kartımdan fazla ödeme çekilmiş'],
    ['customer-service', 'Müşteri hizmetlerini aradım, temsilci telefonu yüzüme kapattı'],
    ['product-quality', 'Ürünün kumaşı çok kalitesiz, ilk yıkamada saldı'],
  ])('finds the aspect %s', async (aspect, text) => {
    const judged = await judgeText(text, { channel: 'complaint' });
    expect(judged.aspects.map((one) => one.id)).toContain(aspect);
  });
});

describe('who speaks', () => {
  it('is unknown without evidence', async () => {
    expect((await judgeText('hava bugün güzel')).actor.label).toBe('unknown');
  });

  it('is the brand when an agent signs', async () => {
    const judged = await judgeText('Merhaba, yaşadığınız olumsuzluk için üzgünüz, DM yoluyla ulaşabilirsiniz. ^Gizem');
    expect(judged.actor.label).toBe('brand');
  });

  it('is a rival only where a rival of the list speaks in the first person', async () => {
    const of = brand('Telcanım', { competitors: ['Sinyalist'] });
    const own = await judgeText('Biz Sinyalist olarak soruyoruz: Telcanım neden çekmiyor?', {}, of);
    expect(own.actor.label).toBe('competitor');
    const named = await judgeText('Sinyalist daha ucuz, Telcanım pahalı', {}, of);
    expect(named.actor.label).not.toBe('competitor');
  });

  it('is an insider only on a statement of one', async () => {
    const stated = await judgeText("Telcanım'ın deposunda üç yıl çalıştım, iadeler yeni diye satılıyordu");
    expect(stated.actor.label).toBe('ex-employee');
    const heard = await judgeText("Bir arkadaşım Telcanım'da çalışıyor, memnunmuş");
    expect(['employee', 'ex-employee']).not.toContain(heard.actor.label);
  });
});

describe('is the brand meant', () => {
  const getir = brand('Getir');
  it.each([
    ['Getir kuryesi siparişimi eksik getirdi, uygulama iade etmiyor', true],
    ["Getir'den sipariş verdim, kurye on dakikada geldi", true],
    ['bana bir bardak su getir canım', false],
    ['şu kitabı yarın okula getir lütfen', false],
  ])('%s -> %s', async (text, isBrand) => {
    expect((await judgeText(text, { channel: 'social' }, getir)).relevance?.isBrand).toBe(isBrand);
  });

  it('needs no context for a name that is no word', async () => {
    const judged = await judgeText('Veldora bugün yine gündemde', {}, brand('Veldora'));
    expect(judged.relevance).toMatchObject({ isBrand: true });
    expect(judged.relevance?.confidence).toBeGreaterThan(0.9);
  });

  it('takes a full name or a domain as proof even where the short name is a word', async () => {
    const mavi = brand('Mavi', { aliases: ['Mavi Giyim'], domains: ['mavi.com'] });
    expect((await judgeText('Mavi Giyim yeni sezonu açtı', {}, mavi)).relevance?.isBrand).toBe(true);
    expect((await judgeText('gökyüzü masmavi, deniz mavi', {}, mavi)).relevance?.isBrand).toBe(false);
  });
});
