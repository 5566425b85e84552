// Is the brand meant at all? Rare names: named is meant. Names that are also ordinary words ("getir", "mavi"): a small
// model over the words around the name and its spelling. Without a brand there is no answer.

import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import { fold } from '../core/text/fold.ts';
import type { Finding } from '../core/types.ts';
import { BrandExamples, type NamingScore } from './learned/brand-examples.ts';
import type { Scorer } from './learned/scorer.ts';
import type { CommonWords } from './model/common-words.ts';
import { FeatureExtractor, type Features } from './model/features.ts';
import { foldedSet, TextReader, type TextView } from './text-view.ts';

/** Ordinary words that are also well-known names in Turkey. A brand of such a name is judged by the words around it. */
const COMPANY = foldedSet(
  `mağaza mağazası mağazadan market şube kargo sipariş ürün fiyat indirim kampanya müşteri kart uygulama uygulaması app hisse
  reklam firma şirket marka kurye iade para puan online internet site com satış temsilcisi hizmetleri üyelik kupon fatura
  reyon kasiyer kasa aldım almıştım teslim alışveriş bayi servis çalışan ceo`,
);
const WINDOW = 5;

/** What a trade calls itself right behind a name: "Mavi mağazası", "İstikbal mobilya", "Pınar süt". */
const TRADE = foldedSet(
  `kargo mobilya giyim mağaza mağazası mağazada market marketi bank bankası sigorta süt su et yemek uygulaması uygulama app
  reklamı marka markası firması şirketi çalışanı çalışanları müşteri kurye kuryesi com net holding grubu şubesi bayi bayisi kart
  kartı hisse hissesi ceo iletişim telekom online yatak koltuk ürünleri ürünü kozmetik tekstil gıda turizm otel`,
);

/** Ordinary words that tweets and reviews hardly use, or only with a capital, and names that people bear as well. */
const ALSO_ORDINARY = foldedSet(
  `network sahibinden twist süvari optimum efes paket marka banka kargo çağdaş akıllı hızlı doğa tema vakit kent ipek star gold
  focus orange apple file enka akbal tat torku boyner
  pınar deniz yıldız umut barış damla çağla çiğdem yasemin nilüfer lale gül kaya kale aslan demir şahin doğan yılmaz sevgi özgür
  güneş bahar derya ülker arzu defne ece mert burak duru`,
);

/** Counts of this level (about four in a million words) make a name an ordinary word. */
const ORDINARY_FROM = 2;

/** True when the name by itself says little: all its words are words that people use anyway. */
export function isOrdinaryName(name: string, words: CommonWords): boolean {
  const parts = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => ALSO_ORDINARY.has(part) || words.levelOf(part) >= ORDINARY_FROM);
}

/** What the small model sees around one naming: features of the words nearby and how the name is written. */
export class NamingReader {
  #extractor = new FeatureExtractor();
  #words: CommonWords;

  constructor(words: CommonWords) {
    this.#words = words;
  }

  read(
    view: TextView,
    naming: TextView['named'][number],
    title: string | null,
  ): { features: Features; facts: string[] } {
    const from = Math.max(0, naming.firstToken - WINDOW);
    const tokens = view.tokens
      .slice(from, naming.lastToken + 1 + WINDOW)
      .map((token) => ({ ...token, isBrand: false }));
    const raw = view.full.slice(naming.start, naming.end);
    const name = view.tokens[naming.firstToken]?.folded ?? '';
    const facts = [...spellingOf(view, naming, raw), `name:${name.slice(0, 12)}`];
    const words = view.tokens.filter((token) => COMPANY.has(token.folded)).length;
    facts.push(`company words ${Math.min(3, words)}`);
    facts.push(`common ${Math.min(8, Math.floor(this.#words.levelOf(name)))}`);
    const next = view.tokens[naming.lastToken + 1];
    if (next && TRADE.has(next.folded)) facts.push('trade behind');
    const tags = view.tokens.filter((token) => token.kind === 'hashtag').length;
    if (tags > 3) facts.push('many tags');
    if (title && naming.end <= title.length) facts.push('in title');
    if (view.named.length > 1) facts.push('named again');
    const start = tokens[0]?.start ?? 0;
    return {
      features: this.#extractor.extract({ tokens, full: view.full.slice(start, tokens.at(-1)?.end ?? start) }),
      facts,
    };
  }
}

function spellingOf(view: TextView, naming: TextView['named'][number], raw: string): string[] {
  const before = view.full.slice(Math.max(0, naming.start - 2), naming.start);
  const after = view.full.slice(naming.end, naming.end + 1);
  const isUpper = /^\p{Lu}/u.test(raw.replace(/^[#@]/, ''));
  const isSentenceStart = naming.start === 0 || /[.!?\n…]/.test(before);
  const facts: string[] = [];
  if (/^[#@]/.test(raw)) facts.push(`tag ${raw.charAt(0)}`);
  if (isUpper) facts.push(isSentenceStart ? 'upper at start' : 'upper inside');
  else facts.push('lower');
  if (/^[\p{Lu}\d]+$/u.test(raw) && raw.length > 2) facts.push('all upper');
  if (/['’]/.test(raw) || /['’]/.test(after)) facts.push('apostrophe');
  if (!/\p{Lu}/u.test(view.full)) facts.push('text all lower');
  if (!/\p{Ll}/u.test(view.full)) facts.push('text all upper');
  return facts;
}

/** Sure enough of a name that is no ordinary word, and of a short one. */
const BY_RULE = 0.96;
const SHORT_BY_RULE = 0.7;
const MAX_NAMINGS = 5;

/** Finding 'relevance': 'brand' or 'other' with a confidence; nothing without a brand. The span is the first naming. */
export function createRelevance(reader: TextReader, model: Scorer, words: CommonWords): Analyzer {
  const namings = new NamingReader(words);
  const exampleReader = new TextReader();
  const learned = new BrandExamples();
  const { version } = model.meta;
  const limit = oddsOf(model.meta.thresholds[0] ?? 0.5);

  /** Each naming in log odds, 0 = as likely as not; with features only where something is to be learned or changed. */
  const scoresOf = (view: TextView, context: Pick<AnalysisContext, 'brand'>, title: string | null, isFull: boolean) => {
    const isClear =
      context.brand !== null &&
      (!isOrdinaryName(context.brand.name, words) || view.named.some((naming) => isDistinct(view, naming, context)));
    if (isClear && !isFull) return [{ odds: oddsOf(byRule(view)), buckets: NOTHING, facts: [] }];
    return view.named.slice(0, MAX_NAMINGS).map((naming): NamingScore => {
      const { features, facts } = namings.read(view, naming, title);
      const odds = isClear ? oddsOf(byRule(view)) : oddsOf(model.probabilities(features, facts)[0] ?? 0) - limit;
      if (!isFull) return { odds, buckets: NOTHING, facts };
      const buckets = features.buckets.slice(0, features.count);
      return { odds, buckets, facts: facts.filter((fact) => !fact.startsWith('name:')) };
    });
  };

  return {
    id: 'relevance',
    version,
    kinds: ['relevance'],
    languages: 'any',
    analyze(input: AnalyzerInput, context: AnalysisContext): Finding[] {
      const { brand } = context;
      if (!brand) return [];
      const view = reader.read(context);
      const first = view.named[0];
      if (!first) return [unnamed(input, version)];
      const { examples } = brand;
      const change =
        examples &&
        learned.changeFor(examples, (text) => {
          const shown = exampleReader.read({ full: text, brand });
          return shown.named.length > 0 ? surestOf(scoresOf(shown, { brand }, null, true)) : null;
        });
      const scores = scoresOf(view, context, input.title, change !== undefined);
      const odds = Math.max(...scores.map((naming) => naming.odds + (change ? change(naming) : 0)));
      const isBrand = odds >= 0;
      const share = 1 / (1 + Math.exp(-(odds + limit)));
      const at = { start: first.start, end: first.end };
      const confidence = isBrand ? share : 1 - share;
      return [
        { analyzer: 'relevance', version, kind: 'relevance', label: isBrand ? 'brand' : 'other', confidence, ...at },
      ];
    },
  };
}

const NOTHING = new Uint32Array(0);

function surestOf(scores: readonly NamingScore[]): NamingScore | null {
  return scores.reduce<NamingScore | null>((best, one) => (best && best.odds >= one.odds ? best : one), null);
}

function oddsOf(share: number): number {
  const bounded = Math.min(1 - 1e-6, Math.max(1e-6, share));
  return Math.log(bounded / (1 - bounded));
}

/** How sure a naming is by its spelling alone. */
function byRule(view: TextView): number {
  const [first] = view.named;
  const raw = first ? view.full.slice(first.start, first.end).replace(/^[#@]/, '') : '';
  return raw.length < 3 ? SHORT_BY_RULE : BY_RULE;
}

/** Named by a longer alias, a domain or an account: no ordinary word looks like that. */
function isDistinct(
  view: TextView,
  naming: TextView['named'][number],
  context: Pick<AnalysisContext, 'brand'>,
): boolean {
  const raw = fold(view.full.slice(naming.start, naming.end));
  if (raw.startsWith('@') || naming.lastToken > naming.firstToken) return true;
  return (context.brand?.domains ?? []).some((domain) => raw.includes(fold(domain)));
}

/** The support channel is the brand's own and a complaint page is filed under it; elsewhere an unnamed brand is not meant. */
function unnamed(input: AnalyzerInput, version: string): Finding {
  const isOwn = input.channel === 'support' || input.channel === 'complaint';
  const confidence = input.channel === 'support' ? 0.85 : 0.6;
  return { analyzer: 'relevance', version, kind: 'relevance', label: isOwn ? 'brand' : 'other', confidence };
}
