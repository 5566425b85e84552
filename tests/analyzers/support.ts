// Shared by the analyzer tests: the shipped analyzers, opened once, and short ways to judge one text.

import { createJudge, type Judge, type Judged } from '../../analyzers/judge.ts';
import { openAnalyzers } from '../../analyzers/open.ts';
import type { AnalyzerInput, BrandView } from '../../core/ports.ts';

export function brand(name: string, over: Partial<BrandView> = {}): BrandView {
  return { id: 'brd_test', name, aliases: [], domains: [], accounts: [], competitors: [], ...over };
}

export function input(text: string, over: Partial<AnalyzerInput> = {}): AnalyzerInput {
  return { title: null, text, channel: null, url: null, authorHandle: null, publishedAt: null, ...over };
}

let opened: Promise<Judge> | null = null;

export function openJudge(): Promise<Judge> {
  opened ??= openAnalyzers().then(createJudge);
  return opened;
}

export async function judgeText(
  text: string,
  over: Partial<AnalyzerInput> = {},
  of: BrandView | null = brand('Telcanım'),
): Promise<Judged> {
  const judge = await openJudge();
  return judge(input(text, over), of, { followers: null, storySize: 1 });
}

export async function typesIn(text: string, over: Partial<AnalyzerInput> = {}, of?: BrandView): Promise<string[]> {
  const judged = await judgeText(text, over, of ?? brand('Telcanım'));
  return judged.types.map((one) => one.type);
}
