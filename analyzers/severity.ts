// How bad one mention is, as a pure sum whose parts are shown: score = harm × credibility + velocity + reach + vulnerability.
// 0–3 watch, 4–8 case, 9–13 high, 14 and over crisis; hard triggers and caps as in docs (product taxonomy). No I/O, no model.

import { fold } from '../core/text/fold.ts';
import {
  type Actor,
  type Channel,
  FINDING_TYPES,
  type FindingType,
  LEAD_ORDER,
  type SentimentLabel,
  type Severity,
  type SeverityLevel,
} from '../core/types.ts';
import { isOnlyHeard } from './patterns/words.ts';

/** Under this a machine label goes to a person before it may page anyone above SEV-3. */
export const UNSURE_BELOW = 0.6;

/** Score from which a mention is a case. */
const CASE_FROM = 4;
/** Characters around a finding in which it may say that it was only heard. */
const HEARSAY_REACH = 100;

const HARM: Readonly<Record<FindingType, number>> = {
  'threat-to-person': 4,
  'data-leak': 4,
  fraud: 4,
  'fake-ad': 4,
  'product-safety': 4,
  'fake-domain': 3,
  'impersonation-page': 3,
  'fake-account': 3,
  'corporate-attack': 3,
  'personal-scandal': 3,
  'own-error': 3,
  boycott: 3,
  'negative-news': 3,
  outage: 2,
  'legal-process': 2,
  'ex-employee': 2,
  misinformation: 2,
  complaint: 2,
  'competitor-attack': 2,
  counterfeit: 2,
  'seller-issue': 2,
  'misleading-price': 2,
  'sensitive-topic': 2,
  'ai-misstatement': 2,
  smear: 1,
  'negative-review': 1,
  question: 0,
  praise: 0,
  suggestion: 0,
  announcement: 0,
  spam: 0,
  unrelated: 0,
};

export interface SeverityInput {
  types: readonly FindingType[];
  /** Confidence of each type, in the same order. */
  confidences: readonly number[];
  /** Where each type stands in `full`, in the same order. Absent: anywhere. */
  spans?: readonly { start: number; end: number }[];
  sentiment: SentimentLabel;
  actor: Actor;
  channel: Channel | null;
  full: string;
  reach: { followers: number | null; storySize: number };
  /** Personal data stands in the text itself. */
  hasPii?: boolean;
  /** 0 to 2: the brand's weak points, a running campaign, a holiday. */
  vulnerability?: number;
}

/** The type whose playbook leads: LEAD_ORDER first, then the order of FINDING_TYPES. Null when there is none. */
export function leadType(types: readonly FindingType[]): FindingType | null {
  return LEAD_ORDER.find((type) => types.includes(type)) ?? FINDING_TYPES.find((type) => types.includes(type)) ?? null;
}

/** Among the types that are sure, if any is: a guess must not hide what is certain. */
function leadOf({ types, confidences }: SeverityInput): FindingType | null {
  const sure = types.filter((_, at) => (confidences[at] ?? 0) >= UNSURE_BELOW);
  return leadType(sure.length > 0 ? sure : types);
}

const TAKES_MONEY = /\b(kart|odeme|iban|havale|sepet|cekti|cekil|para)/;
const INJURY =
  /\b(injur|hospitali[sz]|poisoned|burned my|yaralan|hastanelik|hastaneye kaldir|zehirlen|hayatini kaybet|yanik olus|ameliyat|bogul)/;
const TAKEN_OVER = /\b(hacked|taken over|ele gecir|hacklen|hack edil|calindi)/;
const OWN_ACCOUNT = /\b(resmi|kurumsal)? ?(hesab|hesap|sayfa)/;
const SAMPLE = /\b(ornek|asagida|ilk \d|satir|ekran goruntu|liste|paylasil|yayinla)/;
const PROOF =
  /\b(ekran goruntu|fatura|dekont|belge|foto|video|kayit|kaydi|ss|siparis no|ornek|screenshot|receipt|invoice|photos?|pictures?)|https?:|\d{2}[./]\d{2}[./]\d{2,4}/;

/** Pure: the same input gives the same severity. */
export function severityOf(input: SeverityInput): Severity {
  const lead = leadOf(input);
  const confidence = lead === null ? 0 : (input.confidences[input.types.indexOf(lead)] ?? 0);
  const harm = lead !== null ? HARM[lead] : input.sentiment === 'negative' ? 1 : 0;
  const text = fold(input.full.slice(0, 4000));
  const credibility = credibilityOf(input, lead, harm);
  // Velocity and reach multiply harm, they do not make it: a praise that many read is no case.
  const velocity = harm === 0 ? 0 : steps(input.reach.storySize, [5, 20, 100]);
  const reach =
    harm === 0 ? 0 : Math.max(steps(input.reach.followers ?? 0, [10_000, 100_000, 1_000_000]), isNews(input) ? 1 : 0);
  const vulnerability = harm === 0 ? 0 : Math.min(2, Math.max(0, input.vulnerability ?? 0));
  const score = harm * credibility + velocity + reach + vulnerability;
  const trigger = triggerOf(input, text);
  let level: SeverityLevel = trigger !== null ? 1 : score >= 14 ? 1 : score >= 9 ? 2 : score >= CASE_FROM ? 3 : 4;
  const cap = capOf(input, text, trigger, confidence);
  if (cap !== null) level = Math.max(level, 3) as SeverityLevel;
  const isCapped = cap !== null && (trigger !== null || score >= 9);
  return {
    level,
    score,
    parts: { harm, credibility, velocity, reach, vulnerability, trigger, cap: isCapped ? cap : null },
  };
}

function steps(value: number, limits: readonly number[]): number {
  return limits.filter((limit) => value >= limit).length;
}

function isNews(input: SeverityInput): boolean {
  return input.channel === 'news' || input.actor === 'journalist';
}

/**
 * Hearsay ("diyorlar", "iddia", "duydum") counts one less, but a dangerous rumour stays a case: it must be heard. Where a
 * customer writes "diyorlar", the company said it.
 */
function credibilityOf(input: SeverityInput, lead: FindingType | null, harm: number): number {
  switch (input.actor) {
    case 'journalist':
    case 'public-body':
    case 'brand':
    case 'customer':
      return 3;
    default:
      return harm >= CASE_FROM && isHearsay(input, lead) ? 1 : 2;
  }
}

function isHearsay({ full, types, spans }: SeverityInput, lead: FindingType | null): boolean {
  if (lead === null || !LEAD_ORDER.includes(lead)) return false;
  const { start, end } = spans?.[types.indexOf(lead)] ?? { start: 0, end: full.length };
  const near = fold(full.slice(Math.max(0, start - HEARSAY_REACH), Math.min(end, start + 400) + HEARSAY_REACH));
  return isOnlyHeard(near) && !PROOF.test(near);
}

function triggerOf(input: SeverityInput, text: string): string | null {
  const has = (type: FindingType): boolean => input.types.includes(type);
  if (has('threat-to-person')) return 'threat-to-person';
  if (has('data-leak') && input.hasPii && SAMPLE.test(text)) return 'personal-data-posted';
  if (has('fake-domain') && TAKES_MONEY.test(text)) return 'lookalike-takes-payment';
  if (has('product-safety') && INJURY.test(text)) return 'injury';
  if (has('own-error') && TAKEN_OVER.test(text) && OWN_ACCOUNT.test(text)) return 'own-account-taken-over';
  return null;
}

function capOf(input: SeverityInput, text: string, trigger: string | null, confidence: number): string | null {
  if (input.types.length > 0 && confidence < UNSURE_BELOW) return 'unsure-label';
  const isAnonymous = input.actor === 'unknown' && !isNews(input);
  if (trigger === null && isAnonymous && input.reach.storySize <= 1 && !PROOF.test(text))
    return 'single-anonymous-post';
  return null;
}
