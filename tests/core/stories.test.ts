import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/clock.ts';
import { derivedId } from '../../core/id.ts';
import type { AssignedStory, StoryItem } from '../../core/stories.ts';
import { StoryAssigner, storiesOf } from '../../core/stories.ts';

const NEWS =
  'Markam, Gebze’deki deposunda çıkan yangının kontrol altına alındığını ve ölen ya da yaralanan olmadığını açıkladı.';
const OTHER =
  'Markam yeni mobil uygulamasını tanıttı; uygulama önümüzdeki ay Ankara ve İzmir’deki mağazalarda denenecek.';
const at = 1_700_000_000_000;

const item = (mentionId: string, text: string, seenAt = at, title: string | null = null): StoryItem => ({
  mentionId,
  title,
  text,
  seenAt,
});

/** A store that remembers what was assigned, as the real ones do. */
function memory() {
  const kept: { brandId: string; story: AssignedStory; seenAt: number }[] = [];
  const assigner = new StoryAssigner({
    findCandidates: async (brandId, bands, since) =>
      kept
        .filter((one) => one.brandId === brandId && one.seenAt >= since)
        .filter(({ story }) => story.bands.some((band) => bands.includes(band)))
        .map(({ story, seenAt }) => ({ storyId: story.storyId, signature: story.signature, lastSeenAt: seenAt })),
  });
  const run = async (brandId: string, items: StoryItem[]) => {
    const stories = await assigner.assignBatch(brandId, items);
    for (const [i, story] of stories.entries()) kept.push({ brandId, story, seenAt: items[i]?.seenAt ?? 0 });
    return stories;
  };
  return { run };
}

describe('assignBatch', () => {
  it('gives a story of its own to each text, with an id from the first mention', async () => {
    const { run } = memory();
    const stories = await run('brd_1', [item('men_1', NEWS), item('men_2', OTHER)]);
    expect(stories.map(({ storyId, isNew }) => [storyId, isNew])).toEqual([
      [derivedId('sto', 'brd_1', 'men_1'), true],
      [derivedId('sto', 'brd_1', 'men_2'), true],
    ]);
  });

  it('joins copies within a batch and across batches', async () => {
    const { run } = memory();
    const [first, copy] = await run('brd_1', [item('men_1', NEWS), item('men_2', `RT @haber: ${NEWS}`, at + 1)]);
    const [later] = await run('brd_1', [item('men_3', `SON DAKİKA | ${NEWS}`, at + HOUR)]);
    expect([copy?.storyId, later?.storyId]).toEqual([first?.storyId, first?.storyId]);
    expect([first?.isNew, copy?.isNew, later?.isNew]).toEqual([true, false, false]);
  });

  it('takes the earliest mention for the first, wherever it stands in the batch', async () => {
    const stories = await memory().run('brd_1', [item('men_b', NEWS, at + 5), item('men_a', NEWS, at)]);
    expect(new Set(stories.map(({ storyId }) => storyId))).toEqual(new Set([derivedId('sto', 'brd_1', 'men_a')]));
    expect(stories.map(({ isNew }) => isNew)).toEqual([false, true]);
  });

  it('gives the same stories when it runs again', async () => {
    const { run } = memory();
    const items = [item('men_1', NEWS), item('men_2', OTHER, at + 1), item('men_3', NEWS, at + 2)];
    const ids = (stories: AssignedStory[]) => stories.map(({ storyId }) => storyId);
    expect(ids(await run('brd_1', items))).toEqual(ids(await run('brd_1', items)));
  });

  it('keeps brands apart', async () => {
    const { run } = memory();
    const [one] = await run('brd_1', [item('men_1', NEWS)]);
    const [two] = await run('brd_2', [item('men_1', NEWS)]);
    expect(one?.storyId).not.toBe(two?.storyId);
  });

  it('joins the same words for a month, changed copies for a week and links for three days', async () => {
    const changed = NEWS.replace('Gebze’deki deposunda', 'Tuzla’daki yeni deposunda');
    const link = 'https://haber.example/markam-depo-yangini-1234';
    const joins = async (a: string, b: string, laterMs: number) => {
      const { run } = memory();
      const [first] = await run('brd_1', [item('men_1', a)]);
      const [second] = await run('brd_1', [item('men_2', b, at + laterMs)]);
      return first?.storyId === second?.storyId;
    };
    expect([await joins(NEWS, NEWS, 29 * DAY), await joins(NEWS, NEWS, 31 * DAY)]).toEqual([true, false]);
    expect([await joins(NEWS, changed, 6 * DAY), await joins(NEWS, changed, 8 * DAY)]).toEqual([true, false]);
    const posts = [`Yazık oldu ya ${link}`, `Depodaki herkese geçmiş olsun ${link}?utm_source=x`] as const;
    expect([await joins(...posts, 2 * DAY), await joins(...posts, 4 * DAY)]).toEqual([true, false]);
  });

  it('joins posts under a protest tag, not under the name of a thing', async () => {
    const stories = await memory().run('brd_1', [
      item('men_1', 'Ailece bıraktık, bir daha adım atmayız #BoykotMarkam'),
      item('men_2', 'Sesimizi duyurana kadar devam edeceğiz #BoykotMarkam', at + MINUTE),
      item('men_3', 'Bu akşam maçı izleyen var mı #MarkamSüperLig', at + MINUTE),
      item('men_4', 'Hakem kararı doğruydu bence arkadaşlar #MarkamSüperLig', at + MINUTE),
    ]);
    expect(stories.map(({ storyId }) => stories.findIndex((story) => story.storyId === storyId))).toEqual([0, 0, 2, 3]);
  });

  it('does not join thanks, or customers who link to the home page of the brand', async () => {
    const stories = await memory().run('brd_1', [
      item('men_1', 'Teşekkürler'),
      item('men_2', 'teşekkürler!'),
      item('men_3', 'Siparişim bir haftadır yolda, ilgilenin https://www.markam.example/'),
      item('men_4', 'Ürün kırık geldi ve kimse telefonu açmıyor https://www.markam.example/'),
    ]);
    expect(new Set(stories.map(({ storyId }) => storyId)).size).toBe(4);
  });

  it('joins reports of one event in other words, and posts that link to an article', async () => {
    const reports = [
      'Zelova Lojistik Genel Müdürü Tarık Ersoylu, Gebze Dilovası tesisinde çıkan yangının Tavşancıl itfaiyesince ' +
        'söndürüldüğünü, 34 tırın kullanılamaz hâle geldiğini ve Kocaeli Valisi Hüsnü Akpınar ile görüştüğünü bildirdi.',
      'Kocaeli Valisi Hüsnü Akpınar: Dilovası yangınında can kaybı yok. Tavşancıl itfaiyesi alevleri gece yarısı kontrol ' +
        'altına aldı. Gebze yakınındaki tesisin sahibi Zelova adına konuşan Tarık Ersoylu, tırların sigortalı olduğunu belirtti.',
      'Zelova Lojistik halka arz için kurula başvurdu. Tarık Ersoylu, Levent Borsacıoğlu ve Pelin Dağtekin ile yapılan ' +
        'toplantıda Bandırma ve Aliağa rıhtımları için Helsinki merkezli fondan kredi alındığını bildirdi.',
    ];
    const url = 'https://gazete.example/haber/dilovasi-yangini-9912';
    const stories = await memory().run('brd_1', [
      { ...item('men_1', reports[0] as string), url },
      item('men_2', reports[1] as string, at + HOUR),
      item('men_3', reports[2] as string, at + HOUR),
      item('men_4', `Okuyunca inanamadım doğrusu ${url}?utm_source=twitter`, at + HOUR),
    ]);
    expect(stories.map(({ storyId }) => stories.findIndex((story) => story.storyId === storyId))).toEqual([0, 0, 2, 0]);
  });

  it('joins a headline alone, the article under it and a post that quotes it, but not a personal case so titled', async () => {
    const headline = 'Zelova deposunda çıkan yangın kontrol altına alındı';
    const body =
      'Gebze ilçesindeki lojistik merkezinde sabah saatlerinde başlayan olay, çok sayıda itfaiye ekibinin çalışmasıyla dört ' +
      'saat sonra sona erdi. Ölen ya da yaralanan olmadı. Vali soruşturma açıldığını söyledi ve çevrede oturanlardan ' +
      'pencerelerini kapalı tutmalarını istedi.';
    const mine =
      'Siparişimi üç haftadır bekliyorum, yangını bahane ediyorlar. Bana ne zaman gönderecekler, paramı istiyorum. ' +
      'Müşteri hizmetleri her gün başka bir şey söylüyor, kargo firması paketi teslim almadığını belirtiyor, uygulamada ' +
      'hâlâ hazırlanıyor yazıyor ve iade düğmesi çalışmıyor.';
    const stories = await memory().run('brd_1', [
      item('men_1', '', at, `${headline} - Körfez Gazetesi`),
      item('men_2', body, at + MINUTE, headline),
      item('men_3', `${headline} https://t.co/abc12`, at + MINUTE),
      item('men_4', body.replaceAll('saat', 'gün'), at + 5 * DAY, headline.replace('Zelova', 'Perdesan firmasına ait')),
      item('men_5', mine, at + MINUTE, headline),
    ]);
    expect(stories.map(({ storyId }) => stories.findIndex((story) => story.storyId === storyId))).toEqual([
      0, 0, 0, 0, 4,
    ]);
  });

  it('does not join events for the people and places that stand in every other report of the days', async () => {
    const people = ['Zelova', 'Ersoylu', 'Dağtekin', 'Akpınar', 'Bandırma', 'Tavşancıl', 'Borsacıoğlu', 'Karabağlı'];
    const beginnings = ['bar', 'gel', 'kor', 'müz', 'pil', 'sur', 'tav', 'zek', 'hop', 'çim'];
    const endings = ['andım', 'ulak', 'inek', 'omar', 'aşık', 'eron'];
    const report = (i: number) => {
      const turned = [...people.slice(i % 8), ...people.slice(0, i % 8)];
      return turned.map((name, k) => `${name} ${k < endings.length ? `${beginnings[i]}${endings[k]}` : ''}`).join(' ');
    };
    const joins = async (aroundCount: number) => {
      const { run } = memory();
      for (let i = 0; i < aroundCount; i++)
        await run('brd_1', [{ ...item(`men_${i}`, report(i), at + i * MINUTE), storyId: `sto_${i}` }]);
      const [last] = await run('brd_1', [item('men_last', report(9), at + HOUR)]);
      return last?.isNew === false;
    };
    expect([await joins(1), await joins(9)]).toEqual([true, false]);
  });

  it('leaves a mention in the story it is in, and names a second story that it is a copy of', async () => {
    const { run } = memory();
    const [one] = await run('brd_1', [item('men_1', NEWS)]);
    const [other] = await run('brd_1', [{ ...item('men_2', `${NEWS} Geçmiş olsun.`, at + 1), storyId: 'sto_other' }]);
    expect(other).toMatchObject({ storyId: 'sto_other', isNew: false, twinId: null });
    const [kept] = await run('brd_1', [{ ...item('men_1', OTHER, at + 2), storyId: one?.storyId }]);
    expect(kept).toMatchObject({ storyId: one?.storyId, isNew: false, twinId: null });
    const [bridge] = await run('brd_1', [item('men_3', NEWS, at + 3)]);
    expect(bridge).toMatchObject({ storyId: one?.storyId, twinId: 'sto_other' });
    const [distant] = await run('brd_1', [
      item('men_4', `${NEWS.slice(0, 60)}… diye yazmışlar, inanan var mı`, at + 4),
    ]);
    expect(distant?.twinId).toBeNull();
  });

  it('keeps personal cases apart even when they name the same things', async () => {
    const cases = [
      'Paycent üzerinden Quizmatik üyeliği için Gebze Dilovası hattımdan 179 lira çekildiğini gördüm, Zelovasoft iade etmiyor.',
      'Zelovasoft Quizmatik diye 179 lira almış, Paycent hattımdan çekildiğini Gebze Dilovası şubesinde öğrendim.',
    ];
    const stories = await memory().run(
      'brd_1',
      cases.map((text, i) => item(`men_${i}`, text)),
    );
    expect(stories[0]?.storyId).not.toBe(stories[1]?.storyId);
  });

  it('joins retweets even of a text that says little', async () => {
    const stories = await memory().run('brd_1', [
      item('men_1', 'RT @markam: Teşekkürler 💙'),
      item('men_2', 'RT @markam: Teşekkürler 💙', at + 1),
      item('men_3', 'RT @baskasi: Teşekkürler', at + 1),
    ]);
    expect(stories[1]?.storyId).toBe(stories[0]?.storyId);
    expect(stories[2]?.storyId).not.toBe(stories[0]?.storyId);
  });

  it('bounds the title and never cuts a sign in two', async () => {
    const [long] = await memory().run('brd_1', [item('men_1', '👍'.repeat(500))]);
    expect(long?.title.length).toBeLessThanOrEqual(140);
    expect(long?.title).toMatch(/^👍+…$/u);
    const [titled] = await memory().run('brd_1', [item('men_1', NEWS, at, ' Depoda\n yangın ')]);
    expect(titled?.title).toBe('Depoda yangın');
  });
});

describe('storiesOf', () => {
  it('answers for every item in its order, the same whatever the order is', async () => {
    const texts = [NEWS, OTHER, `${NEWS} https://t.co/x1`, 'süper', OTHER.toUpperCase()];
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(texts.map((value, i) => ({ id: `m${i}`, text: value, seenAt: i }))),
        async (items) => {
          const stories = await storiesOf(items);
          expect(stories.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
          const of = new Map(stories.map(({ id, story }) => [id, story]));
          if (of.has('m0') && of.has('m2')) expect(of.get('m0')).toBe(of.get('m2'));
          if (of.has('m1') && of.has('m4')) expect(of.get('m1')).toBe(of.get('m4'));
          if (of.has('m0') && of.has('m1')) expect(of.get('m0')).not.toBe(of.get('m1'));
        },
      ),
    );
  });

  it('takes nothing, and items without a time', async () => {
    expect(await storiesOf([])).toEqual([]);
    const stories = await storiesOf([
      { id: 'a', text: NEWS },
      { id: 'b', text: NEWS, title: null, seenAt: null },
    ]);
    expect(stories[0]?.story).toBe(stories[1]?.story);
  });
});
