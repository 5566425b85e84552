// What people teach: texts that the shipped model gets wrong in the same way. Invented words, so that no model knows them.

import { beforeAll, expect, it } from 'vitest';
import { createJudge, type Judge } from '../../analyzers/judge.ts';
import { openLearner } from '../../analyzers/learned/learner.ts';
import { solveChange } from '../../analyzers/learned/solve.ts';
import { openAnalyzers } from '../../analyzers/open.ts';
import type { Learner, Lesson, Told } from '../../core/learning.ts';
import type { BrandView } from '../../core/ports.ts';

const brand: BrandView = { id: 'brd_a', name: 'Telcanım', aliases: [], domains: [], accounts: [], competitors: [] };
const inputOf = (text: string) => ({
  ...{ title: null, text, channel: 'social' as const, url: null, authorHandle: null, publishedAt: null },
});
const lesson = (text: string, ...told: Told[]): Lesson => ({ input: inputOf(text), brand, told });
const kind: Told = { field: 'sentiment', label: '', to: 'positive' };
const praise: Told = { field: 'type', label: 'praise', to: 'yes' };

/** 'zırtlamak' is what customers of this brand say when the line is quick. */
const PLACES =
  'evde ofiste yolda köyde otelde metroda bahçede okulda sahilde garajda parkta kafede trende teknede dağda'.split(' ');
const TAUGHT = PLACES.slice(0, 12).map((place) => `Telcanım ${place} yine zırtladı`);
const UNSEEN = PLACES.slice(12).map((place) => `Telcanım ${place} yine zırtladı`);
const ORDINARY = [
  'Telcanım yeni tarifesini bugün duyurdu',
  'Telcanım mağazası çarşıda açıldı, hayırlı olsun',
  'Telcanım müşteri hizmetleri çok ilgiliydi, teşekkür ederim',
  'Telcanım faturamı iki kere kesti, param iade edilmedi',
  'Telcanım kampanyası ne zaman bitiyor?',
  'Telcanım uygulaması çöktü, kimse giriş yapamıyor',
  'Telcanım reklamında oynayan oyuncu kim',
  'Telcanım ile sözleşmemi yeniledim',
];

let learner: Learner;
beforeAll(async () => {
  learner = await openLearner();
});

const learn = (lessons: Lesson[], version = 1, strength = 1) =>
  learner.learn(lessons, { version, strength, pause: async () => undefined });
const sentimentOf = (text: string, layer: Awaited<ReturnType<typeof learn>> | null) =>
  learner.judge(lesson(text), layer).sentiment.label;

it('texts of the kind that was corrected are judged as people said, and others stay as they were', async () => {
  expect(UNSEEN.map((text) => sentimentOf(text, null))).not.toContain('positive');
  const layer = await learn([
    ...TAUGHT.map((text) => lesson(text, kind, praise)),
    ...ORDINARY.map((one) => lesson(one)),
  ]);
  expect(UNSEEN.map((text) => sentimentOf(text, layer))).toEqual(UNSEEN.map(() => 'positive'));
  for (const text of UNSEEN)
    expect(learner.judge(lesson(text), layer).types.map(({ type }) => type)).toContain('praise');
  for (const text of ORDINARY) {
    const [before, after] = [learner.judge(lesson(text), null), learner.judge(lesson(text), layer)];
    expect([text, after.sentiment.label, after.types.map(({ type }) => type)]).toEqual([
      text,
      before.sentiment.label,
      before.types.map(({ type }) => type),
    ]);
  }
});

it('a label that was wrongly given is unlearned, also where a pattern gives it', async () => {
  const parts = 'uygulaması sitesi interneti sistemi ekranı sunucusu hattı modemi paneli menüsü'.split(' ');
  const texts = parts.map((one) => `Telcanım ${one} çöktü, giriş yok`);
  const isGiven = (layer: Awaited<ReturnType<typeof learn>> | null) =>
    texts.map((text) => learner.judge(lesson(text), layer).types.some(({ type }) => type === 'outage'));
  expect(isGiven(null)).not.toContain(false);
  const layer = await learn(
    texts.map((text) => lesson(text, { field: 'type', label: 'outage', to: 'no' })),
    1,
    5,
  );
  expect(isGiven(layer)).not.toContain(true);
});

it('the same lessons give the same small layer, and the findings name its version', async () => {
  const lessons = [...TAUGHT.map((text) => lesson(text, kind)), ...ORDINARY.map((one) => lesson(one))];
  const layer = await learn(lessons, 3);
  expect(await learn(lessons, 3)).toEqual(layer);
  expect(JSON.stringify(layer).length).toBeLessThan(400_000);
  const found = learner.judge(lesson(TAUGHT[0] ?? ''), layer).findings.find(({ kind }) => kind === 'sentiment');
  expect(found?.version).toMatch(/\+3$/);
});

it('a layer that was learned on other weights is not used', async () => {
  const layer = await learn(TAUGHT.map((text) => lesson(text, kind)));
  const foreign = { ...layer, models: { ...layer.models, sentiment: 'another' } };
  expect(sentimentOf(TAUGHT[0] ?? '', layer)).toBe('positive');
  expect(sentimentOf(TAUGHT[0] ?? '', foreign)).toBe(sentimentOf(TAUGHT[0] ?? '', null));
});

it('an ordinary word that is also the brand is told apart better after ten examples of the brand', async () => {
  const judge: Judge = createJudge(await openAnalyzers());
  const plain = { ...brand, name: 'Mavi' };
  const positive = ['pantolon', 'gömlek', 'kot', 'ceket', 'mont'].map((one) => `mavi den aldığım ${one} güzel çıktı`);
  const negative = ['deniz', 'gök', 'boya', 'araba', 'halı'].map((one) => `şu mavi ${one} rengi ne güzel`);
  const taught = { ...plain, examples: { positive, negative } };
  const isBrand = (text: string, view: BrandView) =>
    judge(inputOf(text), view, { followers: null, storySize: 1 }).relevance?.isBrand;
  const unseen = ['mavi den aldığım etek güzel çıktı', 'şu mavi bisiklet rengi ne güzel'];
  expect(unseen.map((text) => isBrand(text, taught))).toEqual([true, false]);
  expect([...positive, ...negative].map((text) => isBrand(text, taught))).toEqual([
    ...positive.map(() => true),
    ...negative.map(() => false),
  ]);
  const sure = { ...brand, examples: { positive: [], negative: ['Telcanım köyünde muhtar seçimi yapıldı'] } };
  expect(isBrand('Telcanım köyünde muhtar kim oldu', sure)).toBe(false);
  expect(isBrand('Telcanım faturamı iki kere kesti', sure)).toBe(true);
});

it('the solver moves what is on the wrong side and leaves what is right', () => {
  const row = (...ids: number[]) => ({ ids: Uint32Array.from(ids), values: new Float32Array(ids.length).fill(1) });
  const weights = solveChange(
    [
      { row: row(0, 1), offset: -1, side: 1, margin: 1, cost: 100 },
      { row: row(2, 3), offset: 5, side: 1, margin: 1, cost: 100 },
    ],
    { size: 4, passes: 200 },
  );
  expect(weights[0]).toBeCloseTo(1, 1);
  expect([...weights.slice(2)]).toEqual([0, 0]);
});
