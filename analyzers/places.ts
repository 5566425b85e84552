// The 81 provinces (il) and 973 districts (ilçe) of Turkey by their official names, and which of these names say little by
// themselves: ordinary words, first names and surnames, clubs, rivers. Data only; how they are found is in entity.ts.

/** A province and its districts; 'Merkez' is the central district of the 51 provinces that are no metropolis. */
const LIST = `
Adana: Aladağ, Ceyhan, Çukurova, Feke, İmamoğlu, Karaisalı, Karataş, Kozan, Pozantı, Saimbeyli, Sarıçam, Seyhan, Tufanbeyli, Yumurtalık, Yüreğir
Adıyaman: Merkez, Besni, Çelikhan, Gerger, Gölbaşı, Kahta, Samsat, Sincik, Tut
Afyonkarahisar: Merkez, Başmakçı, Bayat, Bolvadin, Çay, Çobanlar, Dazkırı, Dinar, Emirdağ, Evciler, Hocalar, İhsaniye, İscehisar, Kızılören, Sandıklı, Sinanpaşa, Sultandağı, Şuhut
Ağrı: Merkez, Diyadin, Doğubayazıt, Eleşkirt, Hamur, Patnos, Taşlıçay, Tutak
Aksaray: Merkez, Ağaçören, Eskil, Gülağaç, Güzelyurt, Ortaköy, Sarıyahşi, Sultanhanı
Amasya: Merkez, Göynücek, Gümüşhacıköy, Hamamözü, Merzifon, Suluova, Taşova
Ankara: Akyurt, Altındağ, Ayaş, Bala, Beypazarı, Çamlıdere, Çankaya, Çubuk, Elmadağ, Etimesgut, Evren, Gölbaşı, Güdül, Haymana, Kahramankazan, Kalecik, Keçiören, Kızılcahamam, Mamak, Nallıhan, Polatlı, Pursaklar, Sincan, Şereflikoçhisar, Yenimahalle
Antalya: Akseki, Aksu, Alanya, Demre, Döşemealtı, Elmalı, Finike, Gazipaşa, Gündoğmuş, İbradı, Kaş, Kemer, Kepez, Konyaaltı, Korkuteli, Kumluca, Manavgat, Muratpaşa, Serik
Ardahan: Merkez, Çıldır, Damal, Göle, Hanak, Posof
Artvin: Merkez, Ardanuç, Arhavi, Borçka, Hopa, Kemalpaşa, Murgul, Şavşat, Yusufeli
Aydın: Bozdoğan, Buharkent, Çine, Didim, Efeler, Germencik, İncirliova, Karacasu, Karpuzlu, Koçarlı, Köşk, Kuşadası, Kuyucak, Nazilli, Söke, Sultanhisar, Yenipazar
Balıkesir: Altıeylül, Ayvalık, Balya, Bandırma, Bigadiç, Burhaniye, Dursunbey, Edremit, Erdek, Gömeç, Gönen, Havran, İvrindi, Karesi, Kepsut, Manyas, Marmara, Savaştepe, Sındırgı, Susurluk
Bartın: Merkez, Amasra, Kurucaşile, Ulus
Batman: Merkez, Beşiri, Gercüş, Hasankeyf, Kozluk, Sason
Bayburt: Merkez, Aydıntepe, Demirözü
Bilecik: Merkez, Bozüyük, Gölpazarı, İnhisar, Osmaneli, Pazaryeri, Söğüt, Yenipazar
Bingöl: Merkez, Adaklı, Genç, Karlıova, Kiğı, Solhan, Yayladere, Yedisu
Bitlis: Merkez, Adilcevaz, Ahlat, Güroymak, Hizan, Mutki, Tatvan
Bolu: Merkez, Dörtdivan, Gerede, Göynük, Kıbrıscık, Mengen, Mudurnu, Seben, Yeniçağa
Burdur: Merkez, Ağlasun, Altınyayla, Bucak, Çavdır, Çeltikçi, Gölhisar, Karamanlı, Kemer, Tefenni, Yeşilova
Bursa: Büyükorhan, Gemlik, Gürsu, Harmancık, İnegöl, İznik, Karacabey, Keles, Kestel, Mudanya, Mustafakemalpaşa, Nilüfer, Orhaneli, Orhangazi, Osmangazi, Yenişehir, Yıldırım
Çanakkale: Merkez, Ayvacık, Bayramiç, Biga, Bozcaada, Çan, Eceabat, Ezine, Gelibolu, Gökçeada, Lapseki, Yenice
Çankırı: Merkez, Atkaracalar, Bayramören, Çerkeş, Eldivan, Ilgaz, Kızılırmak, Korgun, Kurşunlu, Orta, Şabanözü, Yapraklı
Çorum: Merkez, Alaca, Bayat, Boğazkale, Dodurga, İskilip, Kargı, Laçin, Mecitözü, Oğuzlar, Ortaköy, Osmancık, Sungurlu, Uğurludağ
Denizli: Acıpayam, Babadağ, Baklan, Bekilli, Beyağaç, Bozkurt, Buldan, Çal, Çameli, Çardak, Çivril, Güney, Honaz, Kale, Merkezefendi, Pamukkale, Sarayköy, Serinhisar, Tavas
Diyarbakır: Bağlar, Bismil, Çermik, Çınar, Çüngüş, Dicle, Eğil, Ergani, Hani, Hazro, Kayapınar, Kocaköy, Kulp, Lice, Silvan, Sur, Yenişehir
Düzce: Merkez, Akçakoca, Cumayeri, Çilimli, Gölyaka, Gümüşova, Kaynaşlı, Yığılca
Edirne: Merkez, Enez, Havsa, İpsala, Keşan, Lalapaşa, Meriç, Süloğlu, Uzunköprü
Elazığ: Merkez, Ağın, Alacakaya, Arıcak, Baskil, Karakoçan, Keban, Kovancılar, Maden, Palu, Sivrice
Erzincan: Merkez, Çayırlı, İliç, Kemah, Kemaliye, Otlukbeli, Refahiye, Tercan, Üzümlü
Erzurum: Aşkale, Aziziye, Çat, Hınıs, Horasan, İspir, Karaçoban, Karayazı, Köprüköy, Narman, Oltu, Olur, Palandöken, Pasinler, Pazaryolu, Şenkaya, Tekman, Tortum, Uzundere, Yakutiye
Eskişehir: Alpu, Beylikova, Çifteler, Günyüzü, Han, İnönü, Mahmudiye, Mihalgazi, Mihalıççık, Odunpazarı, Sarıcakaya, Seyitgazi, Sivrihisar, Tepebaşı
Gaziantep: Araban, İslahiye, Karkamış, Nizip, Nurdağı, Oğuzeli, Şahinbey, Şehitkamil, Yavuzeli
Giresun: Merkez, Alucra, Bulancak, Çamoluk, Çanakçı, Dereli, Doğankent, Espiye, Eynesil, Görele, Güce, Keşap, Piraziz, Şebinkarahisar, Tirebolu, Yağlıdere
Gümüşhane: Merkez, Kelkit, Köse, Kürtün, Şiran, Torul
Hakkari: Merkez, Çukurca, Derecik, Şemdinli, Yüksekova
Hatay: Altınözü, Antakya, Arsuz, Belen, Defne, Dörtyol, Erzin, Hassa, İskenderun, Kırıkhan, Kumlu, Payas, Reyhanlı, Samandağ, Yayladağı
Iğdır: Merkez, Aralık, Karakoyunlu, Tuzluca
Isparta: Merkez, Aksu, Atabey, Eğirdir, Gelendost, Gönen, Keçiborlu, Senirkent, Sütçüler, Şarkikaraağaç, Uluborlu, Yalvaç, Yenişarbademli
İstanbul: Adalar, Arnavutköy, Ataşehir, Avcılar, Bağcılar, Bahçelievler, Bakırköy, Başakşehir, Bayrampaşa, Beşiktaş, Beykoz, Beylikdüzü, Beyoğlu, Büyükçekmece, Çatalca, Çekmeköy, Esenler, Esenyurt, Eyüpsultan, Fatih, Gaziosmanpaşa, Güngören, Kadıköy, Kağıthane, Kartal, Küçükçekmece, Maltepe, Pendik, Sancaktepe, Sarıyer, Silivri, Sultanbeyli, Sultangazi, Şile, Şişli, Tuzla, Ümraniye, Üsküdar, Zeytinburnu
İzmir: Aliağa, Balçova, Bayındır, Bayraklı, Bergama, Beydağ, Bornova, Buca, Çeşme, Çiğli, Dikili, Foça, Gaziemir, Güzelbahçe, Karabağlar, Karaburun, Karşıyaka, Kemalpaşa, Kınık, Kiraz, Konak, Menderes, Menemen, Narlıdere, Ödemiş, Seferihisar, Selçuk, Tire, Torbalı, Urla
Kahramanmaraş: Afşin, Andırın, Çağlayancerit, Dulkadiroğlu, Ekinözü, Elbistan, Göksun, Nurhak, Onikişubat, Pazarcık, Türkoğlu
Karabük: Merkez, Eflani, Eskipazar, Ovacık, Safranbolu, Yenice
Karaman: Merkez, Ayrancı, Başyayla, Ermenek, Kazımkarabekir, Sarıveliler
Kars: Merkez, Akyaka, Arpaçay, Digor, Kağızman, Sarıkamış, Selim, Susuz
Kastamonu: Merkez, Abana, Ağlı, Araç, Azdavay, Bozkurt, Cide, Çatalzeytin, Daday, Devrekani, Doğanyurt, Hanönü, İhsangazi, İnebolu, Küre, Pınarbaşı, Seydiler, Şenpazar, Taşköprü, Tosya
Kayseri: Akkışla, Bünyan, Develi, Felahiye, Hacılar, İncesu, Kocasinan, Melikgazi, Özvatan, Pınarbaşı, Sarıoğlan, Sarız, Talas, Tomarza, Yahyalı, Yeşilhisar
Kilis: Merkez, Elbeyli, Musabeyli, Polateli
Kırıkkale: Merkez, Bahşılı, Balışeyh, Çelebi, Delice, Karakeçili, Keskin, Sulakyurt, Yahşihan
Kırklareli: Merkez, Babaeski, Demirköy, Kofçaz, Lüleburgaz, Pehlivanköy, Pınarhisar, Vize
Kırşehir: Merkez, Akçakent, Akpınar, Boztepe, Çiçekdağı, Kaman, Mucur
Kocaeli: Başiskele, Çayırova, Darıca, Derince, Dilovası, Gebze, Gölcük, İzmit, Kandıra, Karamürsel, Kartepe, Körfez
Konya: Ahırlı, Akören, Akşehir, Altınekin, Beyşehir, Bozkır, Cihanbeyli, Çeltik, Çumra, Derbent, Derebucak, Doğanhisar, Emirgazi, Ereğli, Güneysınır, Hadim, Halkapınar, Hüyük, Ilgın, Kadınhanı, Karapınar, Karatay, Kulu, Meram, Sarayönü, Selçuklu, Seydişehir, Taşkent, Tuzlukçu, Yalıhüyük, Yunak
Kütahya: Merkez, Altıntaş, Aslanapa, Çavdarhisar, Domaniç, Dumlupınar, Emet, Gediz, Hisarcık, Pazarlar, Simav, Şaphane, Tavşanlı
Malatya: Akçadağ, Arapgir, Arguvan, Battalgazi, Darende, Doğanşehir, Doğanyol, Hekimhan, Kale, Kuluncak, Pütürge, Yazıhan, Yeşilyurt
Manisa: Ahmetli, Akhisar, Alaşehir, Demirci, Gölmarmara, Gördes, Kırkağaç, Köprübaşı, Kula, Salihli, Sarıgöl, Saruhanlı, Selendi, Soma, Şehzadeler, Turgutlu, Yunusemre
Mardin: Artuklu, Dargeçit, Derik, Kızıltepe, Mazıdağı, Midyat, Nusaybin, Ömerli, Savur, Yeşilli
Mersin: Akdeniz, Anamur, Aydıncık, Bozyazı, Çamlıyayla, Erdemli, Gülnar, Mezitli, Mut, Silifke, Tarsus, Toroslar, Yenişehir
Muğla: Bodrum, Dalaman, Datça, Fethiye, Kavaklıdere, Köyceğiz, Marmaris, Menteşe, Milas, Ortaca, Seydikemer, Ula, Yatağan
Muş: Merkez, Bulanık, Hasköy, Korkut, Malazgirt, Varto
Nevşehir: Merkez, Acıgöl, Avanos, Derinkuyu, Gülşehir, Hacıbektaş, Kozaklı, Ürgüp
Niğde: Merkez, Altunhisar, Bor, Çamardı, Çiftlik, Ulukışla
Ordu: Akkuş, Altınordu, Aybastı, Çamaş, Çatalpınar, Çaybaşı, Fatsa, Gölköy, Gülyalı, Gürgentepe, İkizce, Kabadüz, Kabataş, Korgan, Kumru, Mesudiye, Perşembe, Ulubey, Ünye
Osmaniye: Merkez, Bahçe, Düziçi, Hasanbeyli, Kadirli, Sumbas, Toprakkale
Rize: Merkez, Ardeşen, Çamlıhemşin, Çayeli, Derepazarı, Fındıklı, Güneysu, Hemşin, İkizdere, İyidere, Kalkandere, Pazar
Sakarya: Adapazarı, Akyazı, Arifiye, Erenler, Ferizli, Geyve, Hendek, Karapürçek, Karasu, Kaynarca, Kocaali, Pamukova, Sapanca, Serdivan, Söğütlü, Taraklı
Samsun: 19 Mayıs, Alaçam, Asarcık, Atakum, Ayvacık, Bafra, Canik, Çarşamba, Havza, İlkadım, Kavak, Ladik, Salıpazarı, Tekkeköy, Terme, Vezirköprü, Yakakent
Siirt: Merkez, Baykan, Eruh, Kurtalan, Pervari, Şirvan, Tillo
Sinop: Merkez, Ayancık, Boyabat, Dikmen, Durağan, Erfelek, Gerze, Saraydüzü, Türkeli
Sivas: Merkez, Akıncılar, Altınyayla, Divriği, Doğanşar, Gemerek, Gölova, Gürün, Hafik, İmranlı, Kangal, Koyulhisar, Suşehri, Şarkışla, Ulaş, Yıldızeli, Zara
Şanlıurfa: Akçakale, Birecik, Bozova, Ceylanpınar, Eyyübiye, Halfeti, Haliliye, Harran, Hilvan, Karaköprü, Siverek, Suruç, Viranşehir
Şırnak: Merkez, Beytüşşebap, Cizre, Güçlükonak, İdil, Silopi, Uludere
Tekirdağ: Çerkezköy, Çorlu, Ergene, Hayrabolu, Kapaklı, Malkara, Marmaraereğlisi, Muratlı, Saray, Süleymanpaşa, Şarköy
Tokat: Merkez, Almus, Artova, Başçiftlik, Erbaa, Niksar, Pazar, Reşadiye, Sulusaray, Turhal, Yeşilyurt, Zile
Trabzon: Akçaabat, Araklı, Arsin, Beşikdüzü, Çarşıbaşı, Çaykara, Dernekpazarı, Düzköy, Hayrat, Köprübaşı, Maçka, Of, Ortahisar, Sürmene, Şalpazarı, Tonya, Vakfıkebir, Yomra
Tunceli: Merkez, Çemişgezek, Hozat, Mazgirt, Nazımiye, Ovacık, Pertek, Pülümür
Uşak: Merkez, Banaz, Eşme, Karahallı, Sivaslı, Ulubey
Van: Bahçesaray, Başkale, Çaldıran, Çatak, Edremit, Erciş, Gevaş, Gürpınar, İpekyolu, Muradiye, Özalp, Saray, Tuşba
Yalova: Merkez, Altınova, Armutlu, Çınarcık, Çiftlikköy, Termal
Yozgat: Merkez, Akdağmadeni, Aydıncık, Boğazlıyan, Çandır, Çayıralan, Çekerek, Kadışehri, Saraykent, Sarıkaya, Sorgun, Şefaatli, Yenifakılı, Yerköy
Zonguldak: Merkez, Alaplı, Çaycuma, Devrek, Ereğli, Gökçebey, Kilimli, Kozlu
`;

/** What people call provinces besides. */
const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = {
  Afyonkarahisar: ['Afyon'],
  Gaziantep: ['Antep'],
  Kahramanmaraş: ['Maraş'],
  Şanlıurfa: ['Urfa'],
  Tunceli: ['Dersim'],
};

/**
 * Words, names of people and of clubs: a place only where the text says so (entity.ts). Read through by hand, and filled up
 * with what was wrong among places found in tweets, complaints and news.
 */
const AMBIGUOUS =
  `Ordu Van Batman Aydın Ağrı Muş Tokat Uşak Aladağ Ceyhan İmamoğlu Karataş Kozan Seyhan Tut Bayat Çay Dinar Hocalar Hamur
  Evren Bala Çubuk Aksu Elmalı Kaş Kemer Köşk Balya Karesi Ulus Söğüt Pazaryeri İnhisar Adaklı Genç Ahlat Bucak Karamanlı Nilüfer
  Yıldırım Çan Orta Alaca Kargı Bozkurt Çal Çardak Kale Çınar Bağlar Eğil Hani Lice Kulp Sur Ağın Maden Üzümlü Çat Olur Han
  İnönü Araban Dereli Güce Köse Kürtün Belen Defne Hassa Kumlu Atabey Adalar Beşiktaş Fatih Kartal Bayraklı Çeşme Dikili Kiraz
  Konak Menderes Menemen Ödemiş Selçuk Tire Torbalı Afşin Türkoğlu Selim Susuz Araç Küre Hacılar Çelebi Delice Keskin Vize
  Bozkır Çeltik Kulu Selçuklu Ilgın Altıntaş Emet Demirci Kula Derik Savur Mut Toroslar Ula Menteşe Bulanık Korkut Bor
  Çiftlik Kumru Bahçe Fındıklı Hendek Kavak Havza Şirvan Durağan Ulaş Kangal İdil Kapaklı Saray Of Sarıkaya Özalp Termal Armutlu
  Çekerek Kilimli Zile Göle Çine Pazarlar Derbent Taşköprü Sandıklı Yapraklı Kozan Dikmen Gürün Evciler Çanakçı Hadim
  İpekyolu Kabataş Gürpınar Laçin Yumurtalık Pamukkale`
    .trim()
    .split(/\s+/);

/** Even "in" such a word is mostly something else: days and months, seas, rivers, regions, shops, "from Sivas". */
const DEEP =
  'Aralık Perşembe Çarşamba Pazar Marmara Akdeniz Güney Kızılırmak Meriç Dicle Körfez Zara Sivaslı Taşkent Horasan'.split(
    ' ',
  );

/** Ordinary when written small: "bursa başvurdum", "bodrum kat", "tuzla buz". Such a place has a capital. */
const CAPITALISED =
  `Bursa Hatay Kilis Denizli Bingöl Karaman Aksaray Bodrum Tuzla Avcılar Esenler Evciler Bayındır Güzelyurt Ayaş Kepez Söke Efeler
  Gönen Havran Keles Yenice Ezine Silvan Tepebaşı Erzin Şile Karşıyaka Andırın Ovacık Develi Talas Akpınar Derince Gölcük
  Darıca Karatay Meram Gediz Şehzadeler Ortaca Mesudiye İlkadım Akıncılar Muratlı Ergene Maçka Köprübaşı Eşme Çatak
  Muradiye Çaldıran Altınova Sorgun Kozlu Karasu Kaynarca Taraklı Erenler Söğütlü Dörtyol Harran Çayeli Kadirli
  Göksun Ayrancı Akşehir Tavşanlı İncesu Erdemli Tutak Bozdoğan Aziziye Çifteler Gerede Arsuz Buca Haymana Sincan Çankaya
  Altındağ Yenişehir Yeşilyurt Çatalca Bandırma Solhan Kemah Osmangazi Marmaris Eskil Laçin Simav Urla Alaçam Şiran Biga Abana
  Cide Ladik Canik Terme Almus Arsin Banaz Zara Düzce Mucur Kaman Palu Keban Foça Milas Datça Besni Kahta Yeşilli Hopa`
    .trim()
    .split(/\s+/);

/** 1 needs a capital, 2 needs a place's suffix or words around it, 3 needs the words. */
export type Doubt = 0 | 1 | 2 | 3;

export interface Place {
  kind: 'city' | 'district';
  /** The official name. */
  name: string;
  names: readonly string[];
  /** The provinces that have a district of the name; of a province itself. */
  provinces: readonly string[];
  doubt: Doubt;
}

/** Districts by province, 'Merkez' among them. */
export function districtsByProvince(): ReadonlyMap<string, readonly string[]> {
  const rows = LIST.trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [province = '', districts = ''] = row.split(': ');
      return [province, districts.split(', ')] as const;
    }),
  );
}

/** Every place once; a district that several provinces have is one place. "Merkez" alone names none. */
export function allPlaces(): Place[] {
  const deep = new Set(DEEP);
  const ambiguous = new Set(AMBIGUOUS);
  const capitalised = new Set(CAPITALISED);
  const doubtOf = (name: string): Doubt =>
    deep.has(name) ? 3 : ambiguous.has(name) ? 2 : capitalised.has(name) ? 1 : 0;
  const provincesOf = new Map<string, string[]>();
  const places: Place[] = [];
  for (const [province, districts] of districtsByProvince()) {
    const names = [province, ...(SHORT_NAMES[province] ?? [])];
    places.push({ kind: 'city', name: province, names, provinces: [province], doubt: doubtOf(province) });
    for (const district of districts)
      if (district !== 'Merkez') provincesOf.set(district, [...(provincesOf.get(district) ?? []), province]);
  }
  for (const [name, provinces] of provincesOf)
    places.push({ kind: 'district', name, names: [name], provinces, doubt: doubtOf(name) });
  return places;
}
