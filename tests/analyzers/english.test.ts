// English texts of our own writing: what must be found, and texts that use the same words and mean no such thing.

import { describe, expect, it } from 'vitest';
import { brand, judgeText } from './support.ts';

const KOLTAN = brand('Koltan');
const judge = (text: string) => judgeText(text, {}, KOLTAN);
const DANGERS = [
  'fraud', 'data-leak', 'product-safety', 'threat-to-person', 'fake-account', 'fake-domain', 'fake-ad', 'counterfeit',
  'impersonation-page', 'boycott', 'legal-process', 'outage',
]; // biome-ignore format: a list

const TABLE: [string, string[], 'negative' | 'neutral' | 'positive'][] = [
  // dangerous
  ['Someone called me pretending to be from Koltan and asked for my card number, be careful.', ['fraud'], 'negative'],
  ['Koltan is a scam, they took my money and disappeared.', ['fraud'], 'negative'],
  ['I got a phishing email with the Koltan logo asking for my bank password.', ['fraud'], 'negative'],
  ['Got a text message from "Koltan support" that wanted my OTP code. I lost 400 dollars.', ['fraud'], 'negative'],
  [
    'The Koltan customer database was leaked on a forum, 2 million records with phone numbers.',
    ['data-leak'],
    'negative',
  ],
  ['Koltan data breach: emails and passwords of customers were dumped online.', ['data-leak'], 'negative'],
  ['Hackers are selling the user data of Koltan customers on a dark web forum.', ['data-leak'], 'negative'],
  ['My Koltan charger exploded last night and the curtain caught fire.', ['product-safety'], 'negative'],
  ['My son was injured because the Koltan toy broke while he was using it.', ['product-safety'], 'negative'],
  ['We found a piece of glass in the Koltan yogurt, the food made my daughter sick.', ['product-safety'], 'negative'],
  [
    'The phone started smoking, the battery overheated and melted the case. Never buying Koltan again.',
    ['product-safety'],
    'negative',
  ],
  ['I will kill the manager of the Koltan store if I see him again.', ['threat-to-person'], 'negative'],
  ['We know where the Koltan CEO lives. Somebody should burn down that office.', ['threat-to-person'], 'negative'],
  ['There is a fake Koltan account on Instagram writing to customers, please report it.', ['fake-account'], 'negative'],
  ['Someone is impersonating Koltan support on Twitter and replying to complaints.', ['fake-account'], 'negative'],
  ['koltan-outlet is a fake website, do not enter your card there.', ['fake-domain'], 'negative'],
  [
    'This site looks exactly like the Koltan shop but it is a fake store that steals cards.',
    ['fake-domain'],
    'negative',
  ],
  ['A fake ad with the Koltan logo promises free phones on Facebook.', ['fake-ad'], 'negative'],
  ['The deepfake video of the Koltan CEO promoting an investment is a scam.', ['fake-ad', 'fraud'], 'negative'],
  ['The perfume I bought from this seller is a counterfeit Koltan.', ['counterfeit'], 'negative'],
  ['These Koltan shoes are clearly replicas, not original at all.', ['counterfeit'], 'negative'],
  ['There is a fake page pretending to be Koltan that collects applications.', ['impersonation-page'], 'negative'],
  ['Boycott Koltan until they apologise to their workers!', ['boycott'], 'negative'],
  ['Stop buying from Koltan, everyone. Delete the app.', ['boycott'], 'negative'],
  ['A class action lawsuit was filed against Koltan in California.', ['legal-process'], 'negative'],
  ['Regulators fined Koltan 3 million euros over hidden fees.', ['legal-process'], 'negative'],
  ['The Koltan app is down again, I cannot log in since this morning.', ['outage'], 'negative'],
  [
    'Is it only me or are the Koltan servers down? Payments are not working. The website crashed.',
    ['outage'],
    'negative',
  ],
  ['Koltan internet outage in three districts, no connection for six hours.', ['outage'], 'negative'],
  // complaints and reviews
  ['My order never arrived and nobody answers my emails.', ['complaint'], 'negative'],
  ['I have been waiting three weeks for my refund, Koltan keeps ignoring me.', ['complaint'], 'negative'],
  ['The parcel was damaged and they refuse to replace it.', ['complaint'], 'negative'],
  ['Koltan customer service is useless, I want my money back.', ['complaint'], 'negative'],
  [
    'They charged me twice for the same order and support ignores my calls.',
    ['complaint', 'misleading-price'],
    'negative',
  ],
  ['Worst experience ever, I will never buy from this store again.', ['negative-review'], 'negative'],
  ['Poor quality, waste of money.', ['negative-review'], 'negative'],
  ['The discount is fake, they raised the price before the sale.', ['misleading-price'], 'negative'],
  ['I used to work at Koltan and they did not pay our overtime.', ['ex-employee'], 'negative'],
  // kind and ordinary
  ['Great service from Koltan, the courier was very friendly.', ['praise'], 'positive'],
  ['Thank you Koltan for the quick help, my problem was solved in ten minutes.', ['praise'], 'positive'],
  ['I love this phone, the battery is amazing and it was easy to set up.', ['praise'], 'positive'],
  ['Highly recommended, excellent quality and fast delivery.', ['praise'], 'positive'],
  ['The delivery was late but the support team was great and the product is perfect.', ['praise'], 'positive'],
  ['How can I return an item I bought from Koltan last week?', ['question'], 'neutral'],
  ['Does anyone know if the Koltan store in Berlin is open on Sundays?', ['question'], 'neutral'],
  ['Please add a dark mode option to the Koltan app.', ['suggestion'], 'neutral'],
  ['It would be great if Koltan offered evening delivery.', ['suggestion'], 'positive'],
  ['Koltan announces a new store in Madrid next month.', ['announcement'], 'neutral'],
  ['Koltan reported record revenue for the third quarter.', ['announcement'], 'neutral'],
  ['Click the link in bio and win a free phone now!!!', ['spam'], 'neutral'],
  ['Join our crypto signals group and make money from home every day.', ['spam'], 'neutral'],
];

/** No dangerous type may be found in these. */
const HARMLESS: [string, 'negative' | 'neutral' | 'positive'][] = [
  ['Koltan is not a scam, I got my order in two days and everything was fine.', 'positive'],
  ['Is Koltan a scam or can I trust them?', 'neutral'],
  ['No customer data was leaked, Koltan says.', 'neutral'],
  ['This perfume is not a replica, it is the original and it smells amazing.', 'positive'],
  ['The concert was fire, the band killed it and Koltan sponsored the night.', 'neutral'],
  ['I am dying to try the new Koltan burger, it looks great.', 'positive'],
  ['The price exploded in popularity among young shoppers.', 'neutral'],
  ['I burned some calories with my new Koltan running shoes, love them.', 'positive'],
  ['Koltan opened a court for basketball next to its new store.', 'neutral'],
  ['The app is not slow any more, good job.', 'positive'],
  ['Not bad at all, the staff were helpful.', 'positive'],
  ['Prices went down this week, good time to buy from Koltan.', 'positive'],
  ['I follow the official Koltan account for the news.', 'neutral'],
  ['The kids caught the ball in front of the Koltan shop.', 'neutral'],
  ['My account works again, thanks for the fast reply.', 'positive'],
  ['We had no problems with the delivery.', 'positive'],
];

describe('English texts', () => {
  it.each(TABLE)('%j is %j', async (text, types, label) => {
    const judged = await judge(text);
    expect(judged.language.code).toBe('en');
    expect(judged.types.map(({ type }) => type)).toEqual(expect.arrayContaining(types));
    expect(judged.sentiment.label).toBe(label);
    expect(judged.sentiment.confidence).toBeLessThanOrEqual(0.7);
    for (const { start, end } of judged.types) expect(text.slice(start, end).trim()).not.toBe('');
  });

  it.each(HARMLESS)('%j holds no danger', async (text, label) => {
    const judged = await judge(text);
    expect(judged.types.map(({ type }) => type).filter((type) => DANGERS.includes(type))).toEqual([]);
    expect(judged.sentiment.label).toBe(label);
  });

  it('say what they are about', async () => {
    const { aspects } = await judge('My refund for the broken phone is late and the app keeps crashing at checkout.');
    expect(aspects.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['return-refund', 'product-quality', 'app-website']),
    );
  });

  it('are severe where people were hurt, and personal data in them are found', async () => {
    const hurt = await judge(
      'The Koltan charger exploded and injured my son, we are at the hospital. Photos attached.',
    );
    expect(hurt.severity.level).toBe(1);
    const { pii } = await judge('My order never arrived, please call me on +90 532 111 22 33 or write to a@b.example.');
    expect(pii.map(({ kind }) => kind)).toEqual(['phone', 'email']);
  });

  it('in other languages are not scored', async () => {
    const judged = await judge('Der Kundendienst von Koltan ist schrecklich, ich möchte mein Geld zurück haben.');
    expect(judged).toMatchObject({
      language: { code: 'de' },
      sentiment: { label: 'neutral', confidence: 0 },
      types: [],
    });
  });
});
