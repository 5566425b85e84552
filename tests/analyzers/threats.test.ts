import { describe, expect, it } from 'vitest';
import { judgeText, typesIn } from './support.ts';

// Sentences of our own that stand in no training text: what a user would be angry to see missed, and what must stay quiet.
describe('finding types', () => {
  it.each([
    ['fraud', "Telcanım'dan arıyoruz diyen biri anneme SMS'le gelen kodu okuttu, hesabındaki bütün para gitmiş."],
    ['fake-domain', 'telcanim-odeme.net diye sahte site açmışlar, Telcanım sanıp kart bilginizi girmeyin'],
    ['fake-account', 'Telcanım genel müdürü adına açılan bu hesap sahte, kendisinin hesabı yok, cevap yazmayın'],
    [
      'impersonation-page',
      "“Telcanım Outlet Resmi” diye instagram sayfası açmışlar, Telcanım'ın öyle bir sayfası yok, taklit",
    ],
    ['fake-ad', "yapay zekayla Telcanım CEO'sunu konuşturup sahte yatırım reklamı yapmışlar, tıklamayın"],
    ['data-leak', 'Telcanım müşteri veritabanı forumda satılıyor, ad soyad TC hepsi var'],
    ['corporate-attack', "Telcanım'ın sunucularına fidye yazılımı bulaştırmışlar, saldırganlar bitcoin istiyor"],
    ['threat-to-person', 'Telcanım müdürünün evini biliyorum, kapısına dayanacağım, görüşeceğiz'],
    ['product-safety', 'Telcanım modeminin adaptörü gece alev aldı, perde tutuştu, az kalsın ev yanıyordu'],
    ['boycott', "Kimse Telcanım'dan hat almasın, hep birlikte iptal edelim #TelcanımıBoykotEt"],
    ['legal-process', 'Telcanım hakkında tüketici hakem heyetine başvurdum, dosya numaram geldi'],
    ['outage', 'Telcanım yine çöktü, sabahtan beri internet yok, sizde de var mı?'],
    ['ex-employee', "Telcanım'ın çağrı merkezinde üç yıl çalıştım, iptal isteyeni bilerek bekletirdik"],
    ['question', "Telcanım'da öğrenci tarifesi var mı, bilen yazabilir mi?"],
    ['praise', 'Telcanım ekibine teşekkür ederim, sorunum aynı gün çözüldü, çok memnun kaldım'],
    ['suggestion', 'Telcanım uygulamasına karanlık mod gelse keşke'],
    ['complaint', 'Telcanım iadem 21 gündür yapılmadı, defalarca aradım, paramı geri istiyorum'],
  ])('finds %s', async (type, text) => {
    expect(await typesIn(text, { channel: 'social' })).toContain(type);
  });

  it('takes a list of shops for no leaked list', async () => {
    const types = await typesIn('Telcanım mağaza listesi.', { title: 'Telcanım mağazaları', channel: 'search' });
    expect(types).toEqual(['announcement']);
  });

  it.each([
    ['legal-process', 'Telcanım CEO gözaltında'],
    ['product-safety', 'Telcanım adaptörü yandı'],
    ['threat-to-person', 'Telcanım kuryesini öldüreceğim'],
  ])('finds %s in a few words', async (type, text) => {
    expect(await typesIn(text, { channel: 'social' })).toContain(type);
  });

  it('finds the same without Turkish letters and in capitals', async () => {
    const ways = [
      'telcanim adina aradilar kart bilgimi ve sms kodunu istediler sakin vermeyin',
      'TELCANIM ADINA ARADILAR KART BİLGİMİ VE SMS KODUNU İSTEDİLER SAKIN VERMEYİN',
      'Telcanım adına aradılar, kart bilgimi ve SMS kodunu istediler, sakın vermeyin!',
    ];
    for (const text of ways) expect(await typesIn(text), text).toContain('fraud');
  });

  it.each([
    'Telcanım kargom üç gündür gelmedi, ne zaman gelecek?',
    'Telcanım kampanyası için mağazaya koştuk, cüzdan ağlıyor 😂',
    'Telcanım yeni veri merkezini Ankara’da açtı, 200 kişiye iş sağlayacak.',
    'maçta hakem yine öldürdü bizi ya',
    'Telcanım’dan aldığım telefon bomba gibi, tavsiye ederim',
  ])('sees nothing dangerous in: %s', async (text) => {
    const dangerous = ['fraud', 'data-leak', 'product-safety', 'threat-to-person', 'corporate-attack', 'fake-ad'];
    expect((await typesIn(text)).filter((type) => dangerous.includes(type))).toEqual([]);
  });

  it('points at the sentence that a type comes from', async () => {
    const text = 'Bugün hava güzeldi. Telcanım adına arayıp kart şifremi istediler. Akşam maç izledik.';
    const found = (await judgeText(text)).types.find((one) => one.type === 'fraud');
    expect(text.slice(found?.start, found?.end)).toMatch(/kart şifremi/);
  });
});
