// False alarms are what people switch a monitor off for. Two ordinary weeks of the demo's brand (praise, questions, everyday
// complaints, neutral company news) must page nobody: no single text of them may be SEV-2 or worse.

import { beforeAll, describe, expect, it } from 'vitest';
import { createJudge, type Judge } from '../../analyzers/judge.ts';
import { openAnalyzers } from '../../analyzers/open.ts';
import { THREAT_TYPES } from '../../core/types.ts';
import { historyLines } from '../../demo/history.ts';

const NOW = Date.UTC(2026, 10, 24, 6);
const brand = {
  id: 'brd_demo',
  name: 'Pazarlamacım',
  aliases: ['pazarlamacim'],
  domains: ['pazarlamacim.example'],
  accounts: ['pazarlamacim'],
  competitors: ['Sepetova'],
};

describe('two ordinary weeks', () => {
  let judge: Judge;
  beforeAll(async () => {
    judge = createJudge(await openAnalyzers());
  });

  const judged = () =>
    [...historyLines(NOW)].map((line) => ({
      line,
      judgement: judge({ ...line, authorHandle: line.author }, brand, { followers: null, storySize: 1 }),
    }));

  it('page nobody: no text is SEV-2 or worse', () => {
    const alarms = judged()
      .filter(({ judgement }) => judgement.severity.level <= 2)
      .map(({ line, judgement }) => `${judgement.types.map((one) => one.type).join()} | ${line.title} | ${line.text}`);
    expect([...new Set(alarms)].slice(0, 20)).toEqual([]);
  });

  it('company news without reproach is not bad news, and a positive text carries no threat', () => {
    const wrong = judged()
      .filter(({ judgement }) => judgement.sentiment.label === 'positive')
      .filter(({ judgement }) => judgement.types.some(({ type }) => THREAT_TYPES.includes(type)))
      .map(({ line, judgement }) => `${judgement.types.map((one) => one.type).join()} | ${line.text}`);
    expect(wrong.length / 2042).toBeLessThan(0.01);
  });
});
