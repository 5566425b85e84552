// Who speaks: only on what the text or its channel shows, 'unknown' otherwise. A competitor, a seller or a crowd is never
// guessed, only read from a plain statement: a wrong accusation does more harm than a missing label.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import { fold } from '../core/text/fold.ts';
import type { Actor, Finding } from '../core/types.ts';
import type { EvidenceReader } from './evidence.ts';
import { isScored } from './language.ts';
import type { Scorer } from './learned/scorer.ts';
import type { TextReader, TextView } from './text-view.ts';
import { againstThreshold, GIVEN_FROM } from './threats.ts';

const SIGNATURE = /[\^*][A-ZÇĞİÖŞÜ][a-zçğıöşü]{1,14}\s*$/;
const OWN_VOICE =
  /\b(degerli (musterilerimiz|misafirlerimiz|kullanicilarimiz)|yasadiginiz olumsuzluk|talebinizi? (aldik|inceliyoruz)|bizimle paylas|dm yoluyla|musteri numaranizi)\b/;
const STILL_THERE = /\b(calisiyorum|calisaniyim|kuryesiyim|personeliyim|vardiyadayim)\b/;
const ORGANISED =
  /\b(platformu|dernegi|sendikasi|barosu|baro|dayanismasi|toplulugu|odasi|meclisi|merkezi|gruplari|federasyonu) olarak\b|\bkisilik grup olduk\b|\bmagdurlariyiz\b/;
const SELLING = /\b(saticiyim|satici olarak|restoran sahibiyim|magaza sahibiyim|bayisiyim|bayisiyiz)\b/;

/** "Biz Rakip olarak", "Rakip ekibi olarak": first person and a rival of the brand's own list, nothing less. */
function isStatedRival(view: TextView, competitors: readonly string[]): boolean {
  return competitors.some((name) => {
    const rival = fold(name);
    if (rival.length < 3) return false;
    return [`biz ${rival} `, `${rival} olarak `, `${rival} ekibi olarak`, `${rival} ailesi olarak`].some((statement) =>
      ` ${view.folded} `.includes(` ${statement}`),
    );
  });
}

/** Actors the model may name; the rest of them only ever come from plain statements. */
const LEARNED: readonly Actor[] = ['customer', 'journalist', 'brand'];

function stated(
  view: TextView,
  input: AnalyzerInput,
  competitors: readonly string[],
  findings: readonly Finding[],
): { label: Actor; confidence: number } | null {
  if (SIGNATURE.test(view.full)) return { label: 'brand', confidence: 0.9 };
  const insider = findings.find((finding) => finding.kind === 'type' && finding.label === 'ex-employee');
  if (insider && input.channel !== 'news') {
    return { label: STILL_THERE.test(view.folded) ? 'employee' : 'ex-employee', confidence: insider.confidence };
  }
  if (input.channel === 'news') return { label: 'journalist', confidence: 0.85 };
  if (isStatedRival(view, competitors)) return { label: 'competitor', confidence: 0.75 };
  if (ORGANISED.test(view.folded)) return { label: 'organised', confidence: 0.7 };
  if (SELLING.test(view.folded)) return { label: 'seller', confidence: 0.7 };
  if (OWN_VOICE.test(view.folded)) return { label: 'brand', confidence: 0.75 };
  return null;
}

export function createActor(reader: TextReader, evidence: EvidenceReader, model: Scorer): Analyzer {
  const finding = (label: Actor, confidence: number): Finding[] => [
    { analyzer: 'actor', version: model.meta.version, kind: 'actor', label, confidence },
  ];
  return {
    id: 'actor',
    version: model.meta.version,
    kinds: ['actor'],
    languages: ['tr'],
    analyze(input: AnalyzerInput, context: AnalysisContext): Finding[] {
      const view = reader.read(context);
      if (view.tokens.length === 0) return finding('unknown', 0);
      const byStatement = stated(view, input, context.brand?.competitors ?? [], context.findings);
      if (byStatement) return finding(byStatement.label, byStatement.confidence);
      if (!isScored(context.findings)) return finding('unknown', 0);
      const { features, facts } = evidence.read(view, input);
      const shares = model.probabilities(features, facts);
      let best: { label: Actor; confidence: number } | null = null;
      for (const label of LEARNED) {
        const at = model.meta.labels.indexOf(`actor:${label}`);
        const confidence = at < 0 ? 0 : againstThreshold(shares[at] ?? 0, model.meta.thresholds[at] ?? 0.5);
        if (confidence >= GIVEN_FROM && confidence > (best?.confidence ?? 0)) best = { label, confidence };
      }
      return best ? finding(best.label, best.confidence) : finding('unknown', 0.5);
    },
  };
}
