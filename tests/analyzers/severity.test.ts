import { describe, expect, it } from 'vitest';
import { leadType, type SeverityInput, severityOf } from '../../analyzers/severity.ts';
import type { FindingType } from '../../core/types.ts';

const of = (types: FindingType[], over: Partial<SeverityInput> = {}) =>
  severityOf({
    types,
    confidences: types.map(() => 0.9),
    sentiment: 'negative',
    actor: 'customer',
    channel: 'complaint',
    full: 'metin',
    reach: { followers: null, storySize: 1 },
    ...over,
  });

describe('severity', () => {
  it('leads with the type the taxonomy names first', () => {
    expect(leadType(['complaint', 'outage', 'data-leak'])).toBe('data-leak');
    expect(leadType(['praise', 'complaint'])).toBe('complaint');
    expect(leadType([])).toBeNull();
  });

  it('is the sum its parts show', () => {
    const { score, parts } = of(['fraud'], { reach: { followers: 200_000, storySize: 30 }, vulnerability: 2 });
    expect(score).toBe(parts.harm * parts.credibility + parts.velocity + parts.reach + parts.vulnerability);
  });

  it('maps the score onto the four levels at 4, 9 and 14', () => {
    const levelAt = (harmType: FindingType, storySize: number, followers: number) =>
      of([harmType], { reach: { storySize, followers } });
    expect(of(['praise'], { sentiment: 'positive' }).level).toBe(4);
    expect(of(['complaint']).level).toBe(3);
    expect(levelAt('complaint', 100, 0)).toMatchObject({ score: 9, level: 2 });
    expect(levelAt('fraud', 5, 10_000)).toMatchObject({ score: 14, level: 1 });
  });

  it.each<[string, FindingType, string, Partial<SeverityInput>]>([
    ['a threat to a person', 'threat-to-person', 'o müdürün evini biliyorum', {}],
    ['samples of personal data', 'data-leak', 'örnek satırlar aşağıda', { hasPii: true }],
    ['a lookalike that takes payments', 'fake-domain', 'kart bilgisi istiyor', {}],
    ['an injury', 'product-safety', 'oğlum yaralandı', {}],
    ['the own account taken over', 'own-error', 'resmî hesabı ele geçirildi', {}],
  ])('makes %s a crisis whatever the score', (_name, type, full, over) => {
    const severity = of([type], { full, ...over });
    expect(severity.level).toBe(1);
    expect(severity.parts.trigger).not.toBeNull();
  });

  it('keeps a single anonymous post without proof at a case', () => {
    const severity = of(['corporate-attack'], {
      actor: 'unknown',
      channel: 'social',
      reach: { followers: 2_000_000, storySize: 1 },
    });
    expect(severity.score).toBeGreaterThanOrEqual(9);
    expect(severity.level).toBe(3);
    expect(severity.parts.cap).toBe('single-anonymous-post');
  });

  it('believes a rumour less than what the author saw, and keeps it a case', () => {
    const told = (full: string, types: FindingType[] = ['data-leak']) => of(types, { actor: 'unknown', full });
    expect(told('müşteri verileri satılıyor').parts.credibility).toBe(2);
    expect(told('müşteri verileri satılıyor diyorlar')).toMatchObject({ level: 3, parts: { credibility: 1 } });
    expect(told('verilerim satılıyor, bana da ulaştı diyorlar').parts.credibility).toBe(2);
    expect(told('müşteri verileri satılıyor diyorlar, ekran görüntüsü var').parts.credibility).toBe(2);
    expect(told('kurye geç geliyor diyorlar', ['complaint']).parts.credibility).toBe(2);
    expect(told('sunucular çöktü diyorlar', ['outage'])).toMatchObject({ level: 3, parts: { credibility: 2 } });
  });

  it('looks for hearsay where the danger stands', () => {
    const full = `müşteri verileri satılıyor${' .'.repeat(150)} kurye geç geldi diyorlar`;
    const span = { start: 0, end: 26 };
    const parts = (over: Partial<SeverityInput>) => of(['data-leak'], { actor: 'unknown', full, ...over }).parts;
    expect(parts({ spans: [span] }).credibility).toBe(2);
    expect(parts({}).credibility).toBe(1);
  });

  it('takes a customer’s word, who quotes the company', () => {
    expect(of(['product-safety'], { full: 'motoru yandı, değişsin diyorlar' }).parts.credibility).toBe(3);
  });

  it('sends an unsure label to a person before it may page anyone', () => {
    const severity = of(['data-leak'], { confidences: [0.55] });
    expect(severity.level).toBe(3);
    expect(severity.parts.cap).toBe('unsure-label');
  });

  it('lets no guess hide what is certain', () => {
    const judged = of(['fraud', 'data-leak'], { confidences: [0.97, 0.52] });
    expect(judged).toMatchObject({ level: 2, parts: { cap: null } });
  });

  it('gives ordinary talk no harm, however many read it', () => {
    expect(of(['praise'], { sentiment: 'positive', reach: { followers: 5_000_000, storySize: 500 } }).score).toBe(0);
  });
});
