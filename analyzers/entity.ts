// What a text names: products, sellers, branches, people and competitors of the brand's own lists, and the provinces and
// districts of Turkey. Turkish suffixes are allowed for ("Kadıköy'deki şubenizde"). A word that is also an ordinary word is
// no place unless the text says so. Pure; reports names and spans, and says nothing about good or bad.

import { MOST_NAMED } from '../core/entities.ts';
import type { AnalysisContext, Analyzer, AnalyzerInput } from '../core/ports.ts';
import { tokenize } from '../core/text/tokenize.ts';
import { compileWord, equalsWord, matchesWord, spell, type TextWord, type WordPattern } from '../core/text/word.ts';
import type { BrandEntity, EntityKind, Finding } from '../core/types.ts';
import type { CommonWords } from './model/common-words.ts';
import { allPlaces, type Place } from './places.ts';
import { isOrdinaryName } from './relevance.ts';
import type { TextReader, TextView, ViewToken } from './text-view.ts';

interface Name {
  kind: EntityKind;
  /** As it is reported. */
  name: string;
  words: WordPattern[];
  /** Letters of all words, for hashtags and handles. */
  joined: string;
  place: Place | null;
  /** Of a brand's list and an ordinary word: only with a capital. */
  isOrdinary: boolean;
  /** A branch that is called like its place: only beside "şube", "mağaza" … */
  needsShop: boolean;
}

/** Names by the first letters of their first word: four, or as many as it has. */
interface Index {
  names: ReadonlyMap<string, Name[]>;
  /** Lengths of keys that a longer word of a text may begin with. */
  lengths: readonly number[];
}

interface Hit {
  name: Name;
  /** Token range, end exclusive. */
  from: number;
  to: number;
}

const KEY = 4;
const MOST_HITS = 60;

const SHOP =
  /^(?:sube|magaza|bayi|bayii|market|avm|restoran|lokanta|kafe|cafe|showroom|depo|ofis|servis|istasyon|otel|salon|outlet|acente|acenta|sinema|klinik|hastane|eczane|kampus|dagitim|aktarma)/;
/** What stands behind the name of a place and says that it is one. */
const OF_PLACE =
  /^(?:ili|ilinde|ilinin|ilinden|iline|ilcesi|ilcesinde|ilcesinin|ilcesine|ilcesinden|belediye|valilig|valisi|kaymakam|merkez|havaliman|havaalan|otogar|sahil|ilce|bolgesinde|kent|emniyet|adliye|devlet|cezaevi|sube|magaza|bayi|avm|transfer|aktarma|semt)/;
const OFFICIAL = /^(?:ili|ilinde|ilinin|ilcesi.*|belediye.*|valilig.*|kaymakam.*|merkez.*|otogar.*)$/;
/** What makes a street, a dish, a club or a university of it. */
const NOT_PLACE =
  /^(?:kebap|kebab|durum|kofte|doner|dondurma|lahmacun|simit|simid|fistik|fistig|findik|findig|peynir|pestil|iskender|corek|helva|tulum|borek|cadde|cad|cd|sokak|sokag|sk|sok|bulvar|blv|mahalle|mah|mh|apartman|apt|sitesi|spor|demirspor|koprus|otoyol|plaza|center)(?:.{0,4})$/;
/** "Borsa İstanbul" is no town, and where one travels to has no province before it. */
const BEFORE_NAME = /^(?:borsa|yeni|eski|fk|ms)$/;
const TRAVEL = /^(?:ucus|ucak|ucag|sefer|otobus|bilet|yolcu|aktarma|gidis|donus|arasi|hatti)/;
const IN_PLACE = /^(?:d|t)[ae](?:ki.{0,6}|yim|yiz|ydi.?|ymis)?$/;
const CASE = /^(?:n?[dt][ae](?:n|ki.*|y.*)?|[yn]?[ae]|n?[iu]n|[yn]?[iu]|y?l[ae])$/;
const FROM_THERE = /^l[iu](?:y[iu]m|y[iu]z|l[ae]r.*)?$/;
const CAPITAL = /^\p{Lu}/u;
const LOWER = /\p{Ll}/u;

function wordOf(token: ViewToken): TextWord {
  const { folded, suffix, raw } = token;
  return suffix === undefined ? { folded, cut: -1, raw } : { folded: folded + suffix, cut: folded.length, raw };
}

function compileName(name: string, rest: Omit<Name, 'words' | 'joined'>): Name | null {
  const tokens = tokenize(name).filter(({ kind }) => kind !== 'emoji');
  const raws = tokens.map(({ kind, raw }) => (kind === 'hashtag' || kind === 'mention' ? raw.slice(1) : raw));
  const joined = tokens.map(({ folded, suffix }) => folded + (suffix ?? '')).join('');
  if (joined.length < 2) return null;
  const words = raws.map((raw) => compileWord(raw, 'suffixed'));
  // "karşı" is not Kars, and "bölümü" not Bolu: only who writes without any dots is forgiven.
  if (rest.place) for (const word of words) word.spelling ??= spell(word.raw);
  return { ...rest, joined, words };
}

function indexOf(all: readonly (Name | null)[]): Index {
  const names = new Map<string, Name[]>();
  const lengths = new Set([KEY]);
  for (const name of all) {
    const [first] = name?.words ?? [];
    if (!name || !first) continue;
    const keys = new Set([first.folded, ...first.softened, name.joined].map((letters) => letters.slice(0, KEY)));
    for (const key of keys) {
      names.set(key, [...(names.get(key) ?? []), name]);
      // Short places are doubtful ones, of which no glued ending is read.
      if (name.place === null) lengths.add(key.length);
    }
  }
  return { names, lengths: [...lengths] };
}

const PLACES = allPlaces();

function placeIndex(): Index {
  return indexOf(
    PLACES.flatMap((place) =>
      place.names.map((name) =>
        compileName(name, { kind: place.kind, name: place.name, place, isOrdinary: false, needsShop: false }),
      ),
    ),
  );
}

/** "Kadıköy Şubesi" is listed as a branch and written as "Kadıköy'deki şube". */
function withoutShop(name: string): string {
  const words = name.trim().split(/\s+/);
  while (words.length > 1 && SHOP.test(tokenize(words.at(-1) ?? '')[0]?.folded ?? '')) words.pop();
  return words.join(' ');
}

/** The brand's lists, ready to be looked for. */
function listIndex(entities: readonly BrandEntity[], common: CommonWords): Index {
  const placeNames = new Set(PLACES.flatMap(({ names }) => names.map((name) => tokenize(name)[0]?.folded)));
  const names = entities.flatMap(({ kind, name, aliases }) =>
    [name, ...aliases].map((given) => {
      const written = kind === 'branch' ? withoutShop(given) : given;
      const isOne = !/\s/.test(written.trim());
      const isOrdinary = isOne && isOrdinaryName(written, common);
      const isPlace = isOne && placeNames.has(tokenize(written)[0]?.folded);
      const needsShop = kind === 'branch' && (isOrdinary || isPlace);
      return compileName(written, { kind, name, place: null, isOrdinary: isOrdinary && !needsShop, needsShop });
    }),
  );
  return indexOf(names);
}

/** A cheap look before the dear one. */
function mayBegin({ words: [first], joined }: Name, { folded, suffix }: ViewToken): boolean {
  if (!first || folded === joined) return first !== undefined;
  if (folded.startsWith(first.folded) || first.softened.some((stem) => folded.startsWith(stem))) return true;
  return suffix !== undefined && first.folded.startsWith(folded); // Domino's
}

/** How many tokens from `at` on are the name; 0 when they are not. */
function lengthAt(name: Name, view: TextView, at: number): number {
  const token = view.tokens[at] as ViewToken;
  if (!mayBegin(name, token)) return 0;
  if (token.kind === 'hashtag' || token.kind === 'mention')
    return name.place === null && token.folded === name.joined ? 1 : 0;
  if (token.kind !== 'word' && token.kind !== 'number') return 0;
  const { words } = name;
  for (let i = 0; i < words.length; i++) {
    const given = view.tokens[at + i];
    if (!given) return 0;
    const isFit = i < words.length - 1 ? equalsWord : matchesWord;
    if (!isFit(words[i] as WordPattern, wordOf(given))) return 0;
  }
  if (name.place !== null && words.length === 1 && !isBareOrCase(name, token)) return 0;
  return words.length;
}

/** Of a place only cases are read, and of a doubtful one none that is glued: "borcu" is no Bor, "Keşaplı" is a family. */
function isBareOrCase({ words: [word], place }: Name, { folded, suffix }: ViewToken): boolean {
  const glued = folded.slice(word?.folded.length ?? 0);
  const ending = suffix ?? glued;
  if (glued === '' && suffix === undefined) return true;
  if (glued !== '' && (suffix !== undefined || (place?.doubt ?? 0) >= 2)) return false;
  return CASE.test(ending) || (place?.kind === 'city' && FROM_THERE.test(ending));
}

const NONE: readonly Name[] = [];

function candidates({ names, lengths }: Index, folded: string): readonly Name[] {
  if (lengths.length === 1) return names.get(folded.slice(0, KEY)) ?? NONE;
  return lengths.flatMap((length) => names.get(folded.slice(0, length)) ?? NONE);
}

/** Where names of an index stand; of those that begin at one word only the longest. */
function hitsIn(index: Index, view: TextView): Hit[] {
  const hits: Hit[] = [];
  for (let at = 0; at < view.tokens.length && hits.length < MOST_HITS; at++) {
    let longest = 0;
    let found: Name[] = [];
    for (const name of candidates(index, (view.tokens[at] as ViewToken).folded)) {
      const length = lengthAt(name, view, at);
      if (length === 0 || length < longest) continue;
      if (length > longest) found = [];
      longest = length;
      if (!found.includes(name)) found.push(name);
    }
    for (const name of found) hits.push({ name, from: at, to: at + longest });
    at += Math.max(0, longest - 1);
  }
  return hits;
}

function near(view: TextView, { from, to }: Hit, before: number, behind: number): string[] {
  const around = [...view.tokens.slice(Math.max(0, from - before), from), ...view.tokens.slice(to, to + behind)];
  return around.map(({ folded }) => folded);
}

const SHOP_WITHIN = 4;

function isListed(view: TextView, hit: Hit): boolean {
  const { isOrdinary, needsShop } = hit.name;
  if (needsShop) return near(view, hit, 2, SHOP_WITHIN).some((word) => SHOP.test(word));
  return !isOrdinary || isCapital(view, hit);
}

/** Written with a capital, in a text that also has small letters. */
function isCapital(view: TextView, { from }: Hit): boolean {
  return CAPITAL.test(view.tokens[from]?.raw ?? '') && LOWER.test(view.tokens[from]?.raw ?? '');
}

function beginsSentence(view: TextView, { from }: Hit): boolean {
  const start = view.tokens[from]?.start ?? 0;
  const before = view.full.slice(view.tokens[from - 1]?.end ?? 0, start);
  return from === 0 || /[.!?…:\n"“(-]/.test(before);
}

/** "Getir Araç'ta", "G.Saray'da": the end of a longer name, unless what stands before is a place as well. */
function isSecondWord(view: TextView, hit: Hit, all: readonly Hit[]): boolean {
  const before = view.tokens[hit.from - 1];
  if (!before || all.some(({ to }) => to === hit.from)) return false;
  const between = view.full.slice(before.end, view.tokens[hit.from]?.start ?? 0);
  const isName = CAPITAL.test(before.raw) && !beginsSentence(view, { ...hit, from: hit.from - 1 });
  return between === '.' || (between === ' ' && isName);
}

/** Another place right beside it that holds it or is held by it: "Ulus, Bartın", "İstanbul/Kartal". */
function hasProvinceBeside(hit: Hit, all: readonly Hit[]): boolean {
  return all.some(
    (other) =>
      other.name.name !== hit.name.name &&
      (other.to === hit.from || other.from === hit.to) &&
      other.name.place?.provinces.some((province) => hit.name.place?.provinces.includes(province)),
  );
}

/** "Çorlu Bağlar şubesi", "Beylikdüzü Gürpınar": many towns have a quarter of the name of some district. */
function isQuarterOfAnother(view: TextView, hit: Hit, all: readonly Hit[]): boolean {
  const own = hit.name.place?.provinces ?? [];
  const before = all.filter(({ to }) => to === hit.from);
  if (before.length === 0 || near(view, hit, 0, 3).some((word) => TRAVEL.test(word))) return false;
  const between = view.full.slice(view.tokens[hit.from - 1]?.end ?? 0, view.tokens[hit.from]?.start ?? 0);
  const isHeld = before.some(({ name }) => name.place?.provinces.some((province) => own.includes(province)));
  return /^[\s/]*$/.test(between) && !isHeld;
}

function isPlace(view: TextView, hit: Hit, all: readonly Hit[]): boolean {
  const place = hit.name.place as Place;
  const last = view.tokens[hit.to - 1] as ViewToken;
  const next = view.tokens[hit.to];
  const isTouching = next !== undefined && /^\s*$/.test(view.full.slice(last.end, next.start));
  if (isTouching && last.suffix === undefined && NOT_PLACE.test(next.folded)) return false;
  const before = view.tokens[hit.from - 1];
  if (before && BEFORE_NAME.test(before.folded)) return false;
  if (place.kind === 'district' && isQuarterOfAnother(view, hit, all)) return false;
  if (place.doubt === 0) return true;
  if (hasProvinceBeside(hit, all)) return true;
  const isInside = isCapital(view, hit) && !beginsSentence(view, hit);
  if (isTouching && OF_PLACE.test(next.folded) && (isInside || place.doubt === 1)) return true;
  if (isTouching && isCapital(view, hit) && OFFICIAL.test(next.folded)) return true;
  if (place.doubt === 3) return false;
  const isIn = last.suffix !== undefined && IN_PLACE.test(last.suffix);
  if (place.doubt === 1) return isIn || isInside || last.suffix !== undefined;
  return isIn && isCapital(view, hit) && !isSecondWord(view, hit, all);
}

interface Named {
  kind: EntityKind;
  name: string;
  confidence: number;
  start: number;
  end: number;
}

function placesIn(view: TextView, index: Index, listed: readonly Hit[]): Named[] {
  const all = hitsIn(index, view);
  // What is part of a product or of a person's name is no place; a branch stands in one.
  const isFree = (hit: Hit) =>
    !listed.some(({ name, from, to }) => name.kind !== 'branch' && hit.from < to && hit.to > from) &&
    !view.tokens.slice(hit.from, hit.to).some(({ isBrand }) => isBrand);
  const sure = all.filter((hit) => isFree(hit) && isPlace(view, hit, all));
  const cities = new Set(sure.filter(({ name }) => name.kind === 'city').map(({ name }) => name.name));
  return sure.flatMap((hit) => {
    const place = hit.name.place as Place;
    const own = named(view, hit, place.doubt === 0 ? 0.9 : 0.75);
    if (place.kind === 'city') return [own];
    const holding = place.provinces.length === 1 ? place.provinces : place.provinces.filter((one) => cities.has(one));
    const [city] = holding;
    return holding.length === 1 && city !== undefined ? [own, { ...own, kind: 'city' as const, name: city }] : [own];
  });
}

function named(view: TextView, { name, from, to }: Hit, confidence: number): Named {
  const start = view.tokens[from]?.start ?? 0;
  return { kind: name.kind, name: name.name, confidence, start, end: view.tokens[to - 1]?.end ?? start };
}

/** Finding 'entity' for each thing that is named: label is its kind, value its name, the span its first naming. */
export function createEntity(reader: TextReader, common: CommonWords): Analyzer {
  const places = placeIndex();
  let lists: { of: readonly BrandEntity[]; text: string; index: Index } | null = null;
  const indexFor = (entities: readonly BrandEntity[]): Index => {
    if (lists?.of === entities) return lists.index;
    const text = JSON.stringify(entities);
    lists = { of: entities, text, index: lists?.text === text ? lists.index : listIndex(entities, common) };
    return lists.index;
  };
  return {
    id: 'entity',
    version: '1',
    kinds: ['entity'],
    languages: 'any',
    analyze(_input: AnalyzerInput, context: AnalysisContext): Finding[] {
      const view = reader.read(context);
      const entities = context.brand?.entities ?? [];
      const own = entities.length === 0 ? [] : hitsIn(indexFor(entities), view).filter((hit) => isListed(view, hit));
      const found = [...own.map((hit) => named(view, hit, 0.95)), ...placesIn(view, places, own)];
      const once = new Map<string, Named>();
      for (const one of found.sort((a, b) => a.start - b.start)) {
        const key = `${one.kind}:${one.name}`;
        if (!once.has(key)) once.set(key, one);
      }
      return [...once.values()].slice(0, MOST_NAMED).map(({ kind, name, confidence, start, end }) => ({
        ...{ analyzer: 'entity', version: '1', kind: 'entity', label: kind, value: name, confidence, start, end },
      }));
    },
  };
}
