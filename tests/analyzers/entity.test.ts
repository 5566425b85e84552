import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createEntity } from '../../analyzers/entity.ts';
import { loadCommonWords } from '../../analyzers/model/load.ts';
import { allPlaces, districtsByProvince } from '../../analyzers/places.ts';
import { TextReader } from '../../analyzers/text-view.ts';
import { MOST_NAMED } from '../../core/entities.ts';
import type { Analyzer } from '../../core/ports.ts';
import type { BrandEntity, ListedKind } from '../../core/types.ts';

const listed = (kind: ListedKind, name: string, ...aliases: string[]): BrandEntity => ({ kind, name, aliases });
const ENTITIES = [
  listed('product', 'Karnova Pro'),
  listed('product', 'Karnova Pro 3', 'KP3'),
  listed('product', 'Mavi'),
  listed('branch', 'Kadıköy Şubesi'),
  listed('branch', 'Forum Perdesan'),
  listed('seller', 'Zelova Ticaret'),
  listed('executive', 'Ayşe Tuluk'),
  listed('competitor', 'Narteks'),
];
const brand = {
  ...{ id: 'brd_1', name: 'Koltan', aliases: [], domains: [], accounts: [], competitors: [] },
  entities: ENTITIES,
};

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createEntity(new TextReader(), await loadCommonWords());
});

const input = { title: null, text: '', channel: null, url: null, authorHandle: null, publishedAt: null };
function found(full: string) {
  return analyzer.analyze({ ...input, text: full }, { brand, full, findings: [] });
}
const names = (full: string) => found(full).map(({ label, value }) => `${label}:${value}`);

describe('the list of places', () => {
  it('has 81 provinces and 973 districts, of which 51 are the centre of a province that is no metropolis', () => {
    const all = districtsByProvince();
    expect(all.size).toBe(81);
    expect([...all.values()].reduce((sum, districts) => sum + districts.length, 0)).toBe(973);
    expect([...all.values()].filter((districts) => districts.includes('Merkez'))).toHaveLength(51);
  });

  it.each([
    ['İstanbul', 39],
    ['Konya', 31],
    ['İzmir', 30],
    ['Ankara', 25],
    ['Ordu', 19],
    ['Van', 13],
    ['Hakkari', 5],
    ['Bayburt', 3],
  ])('%s has %i of them', (province, count) => {
    const districts = districtsByProvince().get(province) ?? [];
    expect(new Set(districts).size).toBe(count);
  });

  it('finds every place by its name with "ili" or "ilçesi" behind it', () => {
    for (const { kind, name } of allPlaces()) {
      const text = `Arıza kaydı ${name} ${kind === 'city' ? 'ili' : 'ilçesi'} için açıldı.`;
      expect(names(text), name).toContain(`${kind}:${name}`);
    }
  });
});

describe('what the brand lists', () => {
  it.each([
    ["Kadıköy'deki şubenizde iki saat bekledim", ['branch:Kadıköy Şubesi', 'district:Kadıköy', 'city:İstanbul']],
    ['kadıköy mağazanızdan aldım', ['branch:Kadıköy Şubesi', 'district:Kadıköy', 'city:İstanbul']],
    ['Kadıköy’de yağmur var', ['district:Kadıköy', 'city:İstanbul']],
    ["Karnova Pro 3'ün pili şişti", ['product:Karnova Pro 3']],
    ['KARNOVA PRO ALDIM', ['product:Karnova Pro']],
    ["kp3'ten memnun değilim", ['product:Karnova Pro 3']],
    ['#karnovapro berbat', ['product:Karnova Pro']],
    ['mavi bir gömlek aldım', []],
    ["Dün Mavi'den aldığım kılıf yırtıldı", ['product:Mavi']],
    ['Zelova Ticaretten gelen ürün sahte', ['seller:Zelova Ticaret']],
    ["Ayşe Tuluk'un açıklaması yetersiz", ['executive:Ayşe Tuluk']],
    ['narteksten daha pahalı', ['competitor:Narteks']],
    ['forum perdesan kasiyeri kaba', ['branch:Forum Perdesan']],
    ['karnova promosyonu', []],
  ])('%j names %j', (text, expected) => {
    expect(names(text).toSorted()).toEqual([...expected].sort());
  });

  it('gives the place in the text', () => {
    const text = "Dün Karnova Pro 3'ün kutusu boş çıktı";
    const [first] = found(text);
    expect(text.slice(first?.start, first?.end)).toBe("Karnova Pro 3'ün");
  });
});

describe('places that are also words', () => {
  it.each([
    ["Kargom Ordu'da bekliyor", ['city:Ordu']],
    ['Türk ordusu sınırda', []],
    ['ordu ve polis geldi', []],
    ["Van'daki mağazanız kapalı", ['city:Van']],
    ['van kedisi almak istiyorum', []],
    ['Van Erciş şubeniz', ['city:Van', 'district:Erciş']],
    ["Bunu Batman'a benzettim", []],
    ['Batman Belediyesi çöpleri almıyor', ['city:Batman']],
    ['her tarafım ağrı içinde', []],
    ['Ağrı merkezde hat çekmiyor', ['city:Ağrı']],
    ['Bir tokat attı', []],
    ['Babamı Trabzon Of şubenize gönderdim', ['city:Trabzon', 'district:Of']],
    ['of bıktım artık', []],
    ['Ankara Ulus çarşısındaki bayi', ['city:Ankara']],
    ['Bartın Ulus ilçesinde', ['city:Bartın', 'district:Ulus']],
    ['çay içtik, kale gibi sağlam', []],
    ["İzmir'in Tire ilçesinde", ['city:İzmir', 'district:Tire']],
    ['Aralık ayında aldım', []],
    ["31 Aralık'ta geldi", []],
    ['tuzla buz oldu', []],
    ["Tuzla'da oturuyorum", ['district:Tuzla', 'city:İstanbul']],
    ['karşı tarafa bölündü hatayı düzeltin', []],
    ['yumurtalıklarımda kist var', []],
    ['borcu yoktur kalem kalem yazın', []],
    ['Selçuk Bey aradı', []],
    ['Kartal/İstanbul adresine', ['district:Kartal', 'city:İstanbul']],
    ['Çorlu Bağlar şubesi', ['district:Çorlu', 'city:Tekirdağ']],
    ["Gölbaşı'nda oturuyorum", ['district:Gölbaşı']],
    ["Ankara Gölbaşı'nda oturuyorum", ['city:Ankara', 'district:Gölbaşı']],
    ['Konya Ereğli bayiniz', ['city:Konya', 'district:Ereğli']],
    ['Adana kebap yedik', []],
    ['Ankara Caddesi üzerindeki', []],
    ['Borsa İstanbul güne düşüşle başladı', []],
    ['antep ve urfadan aldım', ['city:Gaziantep', 'city:Şanlıurfa']],
    ['ESENYURT ŞUBENİZ REZALET', ['district:Esenyurt', 'city:İstanbul']],
    ['19 Mayıs ilçesinde', ['district:19 Mayıs', 'city:Samsun']],
  ])('%j names %j', (text, expected) => {
    expect(names(text).toSorted()).toEqual([...expected].sort());
  });
});

describe('any text', () => {
  it('gives at most a few names, each once, with spans inside the text', () => {
    const piece = fc.constantFrom(
      ...allPlaces().map(({ name }) => name),
      ...ENTITIES.map(({ name }) => name),
      "'da",
      'ili',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 60 }).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (full) => {
        const all = found(full);
        expect(all.length).toBeLessThanOrEqual(MOST_NAMED);
        expect(new Set(all.map(({ label, value }) => `${label}:${value}`)).size).toBe(all.length);
        for (const { start = -1, end = -1 } of all) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(full.length);
        }
      }),
    );
  });
});
