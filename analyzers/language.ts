// Which language a text is in: eld's n-grams, helped by Turkish function words and endings, because much Turkish is
// typed without its letters. Short texts stay honest: no word, no guess. Never throws, looks at 1,000 characters at most.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import type { Finding } from '../core/types.ts';
import type { TextReader, TextView } from './text-view.ts';

export interface Detected {
  /** ISO 639-1, or null when the text is too short to say. */
  code: string | null;
  confidence: number;
}

/** What is needed of eld; handed in so that this file loads nothing. */
export interface Detector {
  detect(text: string): { language: string; isReliable(): boolean; getScores(): Record<string, number> };
}

const FUNCTION_WORDS = new Set(
  `ve bir bu da de icin ama cok gibi degil var yok ne mi mu ben sen bana sana siz biz daha kadar olan olarak sonra once
  hala niye neden nasil hic her sey kim ya ki ile o su bile zaten artik beni bizi size bunu buna onu simdi yine diye
  lutfen tesekkurler tesekkur merhaba selam evet hayir iyi kotu guzel urun musteri kargo siparis para iade firma sirket
  hizmet sikayet magdur rezalet berbat fatura bugun yarin dun gun ay yil bi bisey arkadaslar abi hocam tl lira tane
  olmadi oldu yapin kac hangi tum sadece ancak fakat veya eger cunku gore karsi icinde uzerine tarafindan`.split(/\s+/),
);
const ENDING =
  /.{2}(iyor(um|sun|uz|lar|du)?|uyor(um|sun|uz|lar|du)?|iyo|uyo|mis(ti|ler)?|mus|dim|dik|tim|tik|medi(m|k|ler)?|madi(m|k|lar)?|mediler|larin|lerin|lari|leri|ler|lar|acak|ecek|amadim|emedim|siniz|sunuz|miyor|muyor|inde|inden|sindan|sinden|iniz|imiz|masi|mesi|mek|mak|meyin|mayin|sin|dir|den|dan)$/;
const TURKISH_LETTERS = /[ığşİĞŞ]/;
const FOREIGN_LETTERS = /[əßñãõøåæłżźśćčžđąęѐ-ӿ؀-ۿ]/i;
const NOISE = /https?:\/\/\S+|[@#]\S+|<[A-Z]+>/g;
const LOOK_AT = 1000;

/** Share of words that are plainly Turkish, 0 to 1, and how many there are. */
function turkishEvidence(view: TextView): { share: number; count: number; words: number } {
  let count = 0;
  let words = 0;
  for (const token of view.tokens.slice(0, 60)) {
    const word = token.folded;
    if (token.isBrand || (token.kind !== 'word' && token.kind !== 'hashtag')) continue;
    words++;
    if (FUNCTION_WORDS.has(word) || (word.length > 4 && ENDING.test(word))) count++;
  }
  return { share: words === 0 ? 0 : count / words, count, words };
}

/** The brand's own name says nothing about the language around it. */
function withoutNames(view: TextView, head: string): string {
  let text = '';
  let from = 0;
  for (const name of view.named) {
    if (name.start >= head.length) break;
    text += `${head.slice(from, name.start)} `;
    from = name.end;
  }
  return text + head.slice(from);
}

/** The language of a text that was read by a TextReader. */
export function detectLanguage(view: TextView, detector: Detector): Detected {
  const head = view.full.slice(0, LOOK_AT);
  const letters = withoutNames(view, head).replace(NOISE, ' ').trim();
  const { share, count, words } = turkishEvidence(view);
  const hasLetters = TURKISH_LETTERS.test(letters) && !/ə/i.test(letters);
  if (!FOREIGN_LETTERS.test(letters) && ((hasLetters && count >= 1) || (count >= 2 && share >= 0.25) || share >= 0.5)) {
    return { code: 'tr', confidence: Math.min(0.99, 0.75 + share / 3 + (hasLetters ? 0.1 : 0)) };
  }
  if (letters.length === 0) return { code: null, confidence: 0 };
  const guess = detector.detect(letters);
  const score = guess.getScores()[guess.language] ?? 0;
  if (guess.language === 'tr' || hasLetters) return { code: 'tr', confidence: Math.min(0.95, Math.max(0.6, score)) };
  if (guess.language === '' || !guess.isReliable() || words < 3 || (count > 0 && share >= 0.2)) {
    return { code: null, confidence: Math.min(0.4, score) };
  }
  return { code: guess.language, confidence: Math.min(0.95, score) };
}

/** Languages that later analyzers score; null is a text too short to say, read as the brand's own language. */
export function isScored(findings: readonly Finding[]): boolean {
  const language = findings.find((finding) => finding.kind === 'language');
  return language === undefined || language.label === 'tr' || language.label === 'und';
}

/** Finding 'language' with the ISO code, or 'und' with a low confidence when the text is too short to say. */
export function createLanguage(reader: TextReader, detector: Detector): Analyzer {
  return {
    id: 'language',
    version: '1',
    kinds: ['language'],
    languages: 'any',
    analyze(_input: AnalyzerInput, context: AnalysisContext): Finding[] {
      const { code, confidence } = detectLanguage(reader.read(context), detector);
      return [{ analyzer: 'language', version: '1', kind: 'language', label: code ?? 'und', confidence }];
    },
  };
}
