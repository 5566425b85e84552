// What english.ts looks for: stems (Snowball, English) with their weight, and patterns over the stems of a text. Every stem
// stands between single spaces; gaps are bounded, so that matching is linear.

import type { Aspect, FindingType } from '../core/types.ts';

function weights(text: string): ReadonlyMap<string, number> {
  return new Map(
    text
      .trim()
      .split(/\s+/)
      .map((entry) => {
        const [stem = '', weight = '1'] = entry.split(':');
        return [stem, Number(weight)] as const;
      }),
  );
}

export const POSITIVE_STEMS = weights(`
  good great:1.5 excel:2 amaz:2 love:1.5 perfect:2 awesom:2 recommend:1.2 thank:1.2 help fast best:1.5 happi:1.5 satisfi:1.5
  nice friend:0.3 friendli:1.2 fantast:2 wonder:1.2 impress:1.5 smooth:1.2 pleas:0.4 delight:1.5 brilliant:2 superb:2 easi
  reliabl:1.2 kind:0.6 quick quickli polit:1.2 appreci:1.2 enjoy:1.2 solv:0.8 resolv:0.8 glad beauti:1.2 comfort worth
  flawless:2 outstand:2 profession top:0.5 safe:0.5 legit:0.6 genuin:0.5 bravo:1.5 congratul:1.5 kudo:1.5`);

export const NEGATIVE_STEMS = weights(`
  bad:1.2 terribl:2 aw:2 worst:2 scam:2 scammer:2 fraud:2 hate:1.5 broken:1.2 broke refund:0.5 disappoint:1.5 rude:1.5 late
  useless:1.5 horribl:2 avoid:1.2 stolen:1.5 steal:1.5 leak:0.9 down:0.4 fail poor:1.2 angri:1.5 unaccept:1.5 complaint:0.8
  complain:0.8 disgust:2 pathet:2 ridicul:1.2 slow ignor:1.2 wait:0.4 delay crash overpr:1.2 overcharg:1.2 lie:1.2 liar:2
  mislead:1.2 fake:1.2 defect:1.2 damag wrong miss:0.6 nightmar:2 joke:0.8 trash:1.5 garbag:1.5 unhelp:1.5 incompet:1.5
  frustrat:1.5 annoy unprofession:1.5 shame:1.5 danger:1.2 unsaf:1.2 injur:1.5 burn problem:0.6 issu:0.5 wast:1.2 rip:0.6
  sue boycott:1.5 worthless:2 dread:1.2 lousi:1.5 mess cancel:0.5 stuck horrend:2 appal:2 cheat:1.5 rot:1.2 sick:0.8
  threat:0.8 threaten:1 poison:1.5 expir:0.6 insult:1.2 upset:1.2`);

interface EnglishPattern {
  type: FindingType;
  form: RegExp;
  confidence: number;
  /** Denied or only asked it does not count. */
  isDanger: boolean;
}

/** 'a|b_c ~3 d' -> a stem of the first group (or two in a row), at most three others, one of the second. */
function form(text: string): RegExp {
  const parts = text
    .split(/\s+/)
    .map((part) => (/^~\d$/.test(part) ? `(?:\\S+ ){0,${part.slice(1)}}` : `(?:${part.replaceAll('_', ' ')}) `));
  return new RegExp(` ${parts.join('')}`, 'g');
}

const danger = (type: FindingType, confidence: number, ...forms: string[]): EnglishPattern[] =>
  forms.map((text) => ({ type, form: form(text), confidence, isDanger: true }));
const plain = (type: FindingType, confidence: number, ...forms: string[]): EnglishPattern[] =>
  forms.map((text) => ({ type, form: form(text), confidence, isDanger: false }));

export const ENGLISH_TYPES: readonly EnglishPattern[] = [
  ...danger(
    'fraud',
    0.72,
    'scam|scammer|defraud|swindl|con',
    'fraud|fraudul|fraudster',
    'phish',
    'call|call|text|messag|email|sms ~5 ask|demand|want|request ~4 code|password|card|pin|iban|bank|otp|cvv',
    'pretend|pose|claim ~3 from|be ~4 ask|take|took|demand|want ~4 money|code|card|transfer|password',
    'took|take|lost|stole|stolen ~3 money|save ~5 transfer|link|call|fake',
    'never ~2 click|share ~4 link|code|password',
  ),
  ...danger(
    'data-leak',
    0.72,
    'data|databas|record|inform|password|detail|credenti|email ~4 leak|breach|stolen|dump|expos|hack',
    'leak|breach|dump|expos ~4 data|databas|record|custom|user|password|detail',
    'data|inform|detail|record ~4 sale|sold',
    'got|been|was|were ~1 hack',
    'sell|sale|onlin|forum ~4 custom|user ~2 data|databas|record',
  ),
  ...danger(
    'product-safety',
    0.72,
    'explod|caught|catch|burst ~2 fire|flame|hand|face|pocket|charg|kitchen|hous|hous',
    'batteri|charger|phone|devic|oven|heater|toaster|toy ~4 explod|smoke|melt|overheat|fire',
    'food|meal|burger|milk|chicken|product|yogurt|meat|salad ~5 poison|sick|ill|vomit|mold|mouldi|moldi|glass|worm|insect',
    'poison',
    'worm|glass|insect|cockroach|mold|plastic|metal ~5 food|meal|salad|yogurt|burger|bread|milk|bottl|soup',
    'injur|burn|hospit|electrocut|chok ~6 product|use|batteri|toy|machin|devic|seat|becaus',
    'allerg ~2 reaction',
    'recal ~5 safeti|hazard|risk|danger|injuri',
  ),
  ...danger(
    'threat-to-person',
    0.75,
    'kill|shoot|stab|beat|hurt ~1 you|him|her|them|ceo|manag|driver|staff|everyon|courier',
    'know|find|found ~3 where ~2 live|liv|work',
    'burn|blow|bomb ~3 store|offic|build|hous|branch|headquart',
    'death threat',
    'watch your back',
  ),
  ...danger(
    'fake-account',
    0.72,
    'fake|bogus|imposter|impostor|clone ~2 account|profil|handl',
    'imperson',
    'account|profil ~4 not|fake ~2 real|offici|them|genuin',
  ),
  ...plain('fake-account', 0.66, 'account|profil ~4 not ~2 real|offici|them|genuin'),
  ...danger(
    'fake-domain',
    0.72,
    'fake|bogus|clone|copycat|spoof ~2 websit|site|domain|shop|store|url',
    'websit|site|domain ~4 look ~3 like|same ~4 fake|scam|stole|steal|not|real',
  ),
  ...danger(
    'fake-ad',
    0.7,
    'fake|scam|bogus|deepfak ~2 ad|advert|advertis|promo|giveaway|campaign|video',
    'ad|advert|advertis ~5 scam|fake|phish',
  ),
  ...danger('impersonation-page', 0.68, 'fake|bogus|imposter ~2 page|fanpag|group|channel', 'page ~3 pretend|pose'),
  ...danger(
    'counterfeit',
    0.7,
    'counterfeit|replica|knockoff',
    'fake|imit ~1 product|perfum|bag|shoe|watch|part|charger|jersey|one',
    'not ~1 origin|authent|genuin',
  ),
  ...danger(
    'boycott',
    0.7,
    'boycott',
    'stop ~1 buy|shop ~3 from',
    'cancel ~2 subscript|membership ~4 protest',
    'delet ~2 app ~4 everyon|protest',
  ),
  ...danger(
    'legal-process',
    0.7,
    'lawsuit|su|sue|class-act',
    'file|fil ~3 court|case|suit|lawsuit',
    'lawyer|attorney|prosecutor|regul|court|ftc ~5 investig|complaint|fine|rule|case|against|charg',
    'fine|sanction ~4 million|regul|author|board',
  ),
  ...danger(
    'outage',
    0.68,
    'app|websit|site|server|servic|internet|network|system|login|payment ~3 down|outag|offlin|crash|unavail',
    'outag',
    'cannot|cant|unabl ~2 login|log|access|connect|pay|sign',
    'no ~1 internet|signal|connect|servic',
  ),
  ...danger(
    'ex-employee',
    0.62,
    'use|formerli|former ~2 work|employe|employ|staff',
    'i ~1 work ~3 there|here|for ~5 quit|fire|left|year|unpaid|wage',
  ),
  ...danger(
    'misleading-price',
    0.65,
    'price|discount|deal|offer ~4 mislead|fake|trick|lie|rais',
    'overcharg',
    'charg|bill ~3 twice|doubl|extra|hidden|more',
  ),
  ...plain(
    'complaint',
    0.68,
    'refund|replac|repair ~6 not|never|still|yet|refus|reject',
    'want|need|demand|give|where|still|wait ~4 refund|money|order|parcel|packag|replac',
    'order|parcel|packag|deliveri|item|product|courier ~5 late|never|not|miss|lost|broken|damag|wrong|delay|defect',
    'nobodi|no ~3 answer|repli|respond|respons|help|call',
    'support|custom_servic|servic ~4 ignor|useless|rude|terribl|aw|unhelp|refus|wors|worst|nightmar',
    'wait|wait ~4 week|day|month|hour ~4 still|no|refund|repli|deliveri|answer',
    'ignor ~3 email|call|messag|complaint|me',
  ),
  ...plain(
    'negative-review',
    0.62,
    'worst ~3 ever|compani|servic|experi|product|store|app',
    'not|never ~2 recommend|buy|again',
    'wast ~1 money|time',
    'avoid|stay_away',
    'poor|bad|terribl|cheap ~1 qualiti',
  ),
  ...plain(
    'praise',
    0.66,
    'great|excel|amaz|fantast|perfect|awesom|love|best|brilliant|outstand|wonder ~3 servic|product|experi|store|app|team|staff|qualiti|support|it|phone|compani',
    'thank ~4 help|support|team|quick|fast|solv|sort',
    'highli recommend',
    'kudo|bravo|well_done',
  ),
  ...plain(
    'suggestion',
    0.62,
    'pleas|would ~2 add|bring|consid|make|nice|great|love ~4 option|featur|mode|if|dark|store|version',
    'should ~1 add|bring|offer|consid|let',
    'it would be ~1 great|nice|good',
  ),
  ...plain('question', 0.65, 'anyon|anybodi ~1 know', 'how ~2 i|can|do ~4 return|cancel|contact|use|chang|order|track'),
  ...plain(
    'announcement',
    0.6,
    'announc|launch|unveil|open ~4 new|store|product|partnership|result|featur|branch',
    'press releas',
    'report ~3 revenu|profit|earn|quarter',
  ),
  ...plain(
    'spam',
    0.7,
    'click ~2 link|bio ~4 win|free|prize|earn|bonus',
    'win ~3 free|iphon|prize|cash ~6 follow|click|sign|link',
    'earn|make ~2 money|usd ~3 home|daili|fast|day',
    'follow ~2 back|me ~4 gain|free|follow',
    'promo code ~3 sign|join|bonus',
    'dm ~3 loan|crypto|invest|forex|signal',
    'crypto|forex ~3 signal|group|profit|invest',
  ),
];

export const ENGLISH_ASPECTS: Partial<Record<Aspect, RegExp>> = {
  delivery: / (?:deliveri|deliv|ship|shipment|courier|parcel|packag) /,
  'return-refund': / (?:refund|return|exchang) /,
  'payment-billing': / (?:charg|bill|payment|invoic|paid|overcharg) /,
  'product-quality': / (?:qualiti|broken|broke|defect|faulti|fell apart) /,
  'price-campaign': / (?:price|discount|expens|cheap|overpr|coupon|promot) /,
  'customer-service': / (?:support|helpdesk|agent|custom servic|call center|hotlin) /,
  'app-website': / (?:app|websit|login|checkout) /,
  'privacy-security': / (?:privaci|password|breach|leak|hack|phish) /,
  'warranty-repair': / (?:warranti|repair|technician) /,
  'store-staff': / (?:cashier|staff|store manag|branch) /,
};
