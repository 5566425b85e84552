import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../core/clock.ts';
import { findCoordination, type Post } from '../../core/coordination.ts';

const SLOGAN = 'Markam çalışanlarının hakkını vermiyor, bu firmadan alışveriş yapmayın ve herkese duyurun arkadaşlar';
const HEADLINE = 'Zelova deposunda çıkan yangın sabaha karşı kontrol altına alındı';
const LINK = 'https://gazete.example/haber/zelova-deposu-yangini-9912';
const at = 1_700_000_000_000 + 7 * MINUTE;

function posts(
  count: number,
  textOf: (i: number) => string,
  change: (i: number) => Partial<Post> = () => ({}),
): Post[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ id: `m${i}`, storyId: 'sto_1', author: `hesap${i}`, title: null, text: textOf(i) },
    ...{ publishedAt: at + i * 20 * SECOND, followers: null, createdAt: null, isOutlet: false },
    ...change(i),
  }));
}

const article: Post = {
  ...{
    id: 'haber',
    storyId: 'sto_1',
    author: 'Gazete',
    title: HEADLINE,
    text: 'Vali, yangında ölen olmadığını söyledi.',
  },
  ...{ publishedAt: at - HOUR + SECOND, followers: null, createdAt: null, isOutlet: true },
};

describe('findCoordination', () => {
  it('tells how many accounts wrote one text, and how young and how followed those are of which it is known', () => {
    const age = (i: number) => (i < 6 ? { createdAt: at - 3 * DAY } : i < 10 ? { createdAt: at - 900 * DAY } : {});
    const [wave, ...others] = findCoordination(
      posts(
        14,
        () => SLOGAN,
        (i) => ({ ...age(i), ...(i % 2 ? { followers: i } : {}), storyId: i < 2 ? 'sto_2' : 'sto_1' }),
      ),
    );
    expect(wave).toMatchObject({
      ...{ kind: 'text', storyId: 'sto_1', accountCount: 14, from: at, to: at + 13 * 20 * SECOND },
      ...{ datedCount: 10, youngCount: 6, followedCount: 7, smallCount: 7 },
    });
    expect(wave?.mentionIds).toHaveLength(14);
    expect(others).toEqual([]);
  });

  it('counts an account once however often it writes', () => {
    const [wave] = findCoordination(
      posts(
        20,
        () => SLOGAN,
        (i) => ({ author: `hesap${i % 9}`, createdAt: at - DAY }),
      ),
    );
    expect(wave).toMatchObject({ accountCount: 9, datedCount: 9, youngCount: 9 });
  });

  it('takes different customers with the same trouble for what they are, also when they use the same few words', () => {
    const texts = [
      'Kadıköy şubesinde kasada kaldım, kart çekilmiyor ve görevliler ne olduğunu bilmiyor',
      'Yarım saattir ödeme yapmaya çalışıyorum, uygulama her seferinde beni dışarı atıyor',
      'Siparişim sepette bekliyor ama onay ekranı bir türlü gelmiyor, başka yaşayan var mı',
      'Param iki kez çekildi fakat sipariş oluşmadı, destek hattı meşgul çalıyor',
      'Sabahtan beri giriş yapamıyorum, şifre yenileme postası da ulaşmadı',
      'Mağazada fiş veremediler, sistem gitmiş, elimde poşetle bekliyorum burada',
      'İade tutarım hesabıma yatmadı, üstelik uygulamada iade kaydı da kaybolmuş',
      'Hediye çekini kullanamadım çünkü kod ekranı boş açılıyor bugün',
      'Kurye kapıda ama uygulama kapalı olduğu için teslim kodunu gösteremiyorum',
      'Annem adına aldığım ilaç siparişi onaylanmadı, acil lazım, lütfen bir bakın',
    ];
    const newcomers = () => ({ followers: 900, createdAt: at - 800 * DAY });
    expect(findCoordination(posts(10, (i) => texts[i] as string, newcomers))).toEqual([]);
    expect(findCoordination(posts(30, () => 'Markam uygulaması yine çöktü', newcomers))).toEqual([]);
  });

  it('takes news that honest people share for what it is, with its link or without', () => {
    const honest = (i: number) => ({ followers: 200 + i, createdAt: at - 2000 * DAY });
    const linked = posts(25, () => `${HEADLINE} ${LINK}`, honest);
    const bare = posts(12, () => HEADLINE, honest);
    expect(findCoordination(linked)).toEqual([]);
    expect(findCoordination([...bare, article])).toEqual([]);
    expect(findCoordination(posts(12, (i) => `RT @gazete: ${HEADLINE} ${i}`, honest))).toEqual([]);
    expect(findCoordination(bare)).toHaveLength(1);
  });

  it('tells of shared news when the accounts are young or hardly followed', () => {
    const young = posts(
      25,
      () => `${HEADLINE} ${LINK}`,
      () => ({ createdAt: at - 4 * DAY }),
    );
    const small = posts(
      12,
      () => HEADLINE,
      () => ({ followers: 2 }),
    );
    expect(findCoordination(young).map(({ youngCount }) => youngCount)).toEqual([25]);
    expect(findCoordination([...small, article]).map(({ smallCount }) => smallCount)).toEqual([12]);
  });

  it('does not take an outlet that wrote afterwards for the source', () => {
    const honest = posts(
      12,
      () => HEADLINE,
      () => ({ followers: 900 }),
    );
    expect(findCoordination([...honest, { ...article, publishedAt: at + DAY }])).toHaveLength(1);
  });

  it('leaves out what has no time to the minute', () => {
    expect(
      findCoordination(
        posts(
          12,
          () => SLOGAN,
          () => ({ publishedAt: null }),
        ),
      ),
    ).toEqual([]);
    const midnight = Math.floor(at / HOUR) * HOUR;
    expect(
      findCoordination(
        posts(
          12,
          () => SLOGAN,
          () => ({ publishedAt: midnight }),
        ),
      ),
    ).toEqual([]);
  });
});
