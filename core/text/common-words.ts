// Beginnings (five folded letters) of the words that stand in Turkish texts of every kind: news, complaints, posts, reviews.
// What is not here tells which event a text is about. Counted by document over sixteen collections, each with the same
// weight; most frequent first. It must never be used to decide what a text means.

/** Separated by spaces. */
export const COMMON_BEGINNINGS =
  've bir bu icin de da kulan cok ile olara yapil ediyo oldug daha sonra talep gerek en soyle kadar taraf ancak ' +
  'yapti bulun tl belir durum uzeri calis bilgi gibi hizme muste ragme sekil neden tarih sorun olan ilgil ise ama ' +
  'acikl ne her banka islem once gerce baska degil karsi degis var magdu urun geldi zaman basla veril yeni konus ' +
  'ilk ben olmad gun fatur yok kendi gore son su devam yakla ayni ucret oldu istiy aldim yapma is bekle buyuk hicbi ' +
  'yukse in turkc olmas fiyat nin edilm odeme herha boyle iyi servi uygul tamam numar ay ya guven ayric icind arcel ' +
  'fazla aldig sagla bana urunu iki verdi diye turki tum topla bugun gorus cozum yil sadec gider merke cikar edile ' +
  'guzel deger ileti gelen yuzde kredi surec telef dusun getir para aradi kaldi tekra hafta basvu kesin inter sonuc ' +
  'isted arasi tutar olaca makin kabul hem mi altin sirke eti sikay fakat diger ozeli karti hesab gecti haber insan ' +
  'yardi sat iptal kez duzen yer hazir gonde kurul bile yatir iade bunun bildi donus marka geri veya nasil kisa den ' +
  'karar goste gorun hic ki benim istan genel hala gelme gecen deste artik ifade yilin hakin yetki siste olust ' +
  'dunya gunu dogru yasad edild kazan kapsa donem sey surek model dedi yansi turk sured yerin kalit ardin etim ' +
  'incel firma disin kapat verme cikti kurum bin ederi birli taleb milyo satin urunl mesaj uzun giris beni yine ' +
  'gelis zorun birak etigi farkl simdi ilisk indir abd yonet eylul dikat paket olmak dan buna yani tuket iades eden ' +
  'yilik gunde yasan bakan yazil uygun bekli an memnu payla gunce piyas olmay iceri yakin alinm kayna dolay tam ' +
  'oneml itiba alina ye edece halde aliyo gecme rica tavsi garan ihtiy dolar gordu olabi seviy tek kontr hedef hata ' +
  'ait ekono yasam oluyo anlam pazar hemen hesap basin milya uzere cocuk ayind cozul kayit sahip ureti gelec hayat ' +
  'bolge diyor yapiy etmek kesil sunul kart olmam ariza bagla sozle bunu artir istem geliy yilar almak kayde tesli ' +
  'satis mobil net ogren takip yildi araya fark acik biz ikinc mevcu rahat ulast konuy sagli yasiy az zaten cidi ' +
  'etkil cihaz bende yapac kalma un temsi arkad ozel defal devle lutfe finan sure opera basar olduk gorev katil ' +
  'alan yenid oncek kotu anlat gorul soz yeter artis vakif parca dakik anda duzel subes almis kargo ek dair arali ' +
  'biri cumhu aylik etmiy tekno sefer sonun tekni uc eski bedel merha arama yonel ister hizli saldi norma yapmi ' +
  'arast anlas ortay uyari benze aldi gecir bunla beri bulas sekli detay alaca duyur probl yonle konud kucuk siras ' +
  'sipar edili halin yanli herke surdu yapan aldik kimse vardi lira zarar avrup harek sosya borcu odedi tesek adi ' +
  'begen defa yasal magaz hatim cunku sekto butun beled buzdo ulasa boyun yana kasim haksi yenil aydir yerle gitme ' +
  'cevap camas dahil te alama almay temuz yurt olsun ana bagli terci hasta kapan birco nered faiz mudur gelir araci ' +
  'kolay kampa ankar telek yapam kaybe yapar yayin alisv bizim gereg sorum gorme progr kismi henuz olums hale biraz ' +
  'dusuk orani endek cikma veriy sabah burad ticar bize cekil sures tespi kaydi konu gunle vatan denil engel gundu ' +
  'mumku kisi onlar ulasm acile hangi birka derec yogun ten maliy tarif siber birin sikin eger super size borsa ' +
  'olur temiz aktar ses acil etmed olmus sizin etmey com eksik on yolar tahsi vermi nun harca gayet sebeb perfo ' +
  'agust bazi planl adres aksam ta odeye proje thy polit cikan dondu elekt arayi ust sifir arada yerde tanim yapab ' +
  'gecer dun hukum satle hava kisil sayis gelmi gunlu bozul nde yalni ekstr hepsi takim zor vurgu sube guclu aksi ' +
  'dedil yere ev asla yanit mahal onayi bi param mu imkan bilin oldum hakim alind ekran pisma basli amaci onayl ' +
  'beli belge cagir sebep hat yorum ekim tehdi onces yi adina ayril alt isten evde alman mayis lik toplu yurut ' +
  'sites girdi sali cekme oneri medya bakti yuzun cagri etmes olup yaris gecis sinir gecik yilda adet siz dayan ' +
  'parti ameri acilm yarat bunda edebi civar acisi hakla disi secim yukle sira oluml puan heyet savun tasar ayi ' +
  'unive acikc takdi hukuk sartl yasin istey aylar ortak aidat yili abone acili bolum ulkel yol paray misin sonu ' +
  'alani aktif soylu yanin resmi euro milet maxim anali bulam bizi satil tekli kures sahib edere kadin orada cin ' +
  'goruy sordu yarin gec gotur ustun sayil izmir isiml kanal etmem gazet cekti nokta dort alabi konul uzman etmis ' +
  'blomb hakem kanun gelip islet hatas birim vodaf faliy borcl gb otoma tur almad ulasi oncel kac elde kaliy derin ' +
  'daki sene iste rapor kirik egiti subey dusur buyum ariyo dile kalan ugras haval paras enerj gecmi amacl varsa ' +
  'olsa hayal onay ulusl perso sms fayda hatir isare onlem mucad tahut taksi yazdi zorla direk gucle one yazik ' +
  'deney otobu cesit el tabi vergi nda uyeli durdu gidiy kosul dusus turlu antal anlay temel hisel gunun ustel ' +
  'supur ayda basta cevre tan tamir mikta ni diyer oyle kisin isler nitel kapal itira motor tasim tasiy veren borc ' +
  'fotog firsa dijit cikiy inani verec denem ulke eve idia bayis asiri sanay dis adli ht kalic olmaz enfla geril ' +
  'mali gece sacma mas grubu sik oranl tane katki ingil sigor altya mahke bilet konum etkin korum alip hep giti ' +
  'birle kere males arkas siyas olusa hatin yikam alanl izin almam yasay isim cuma aracl platf biliy ucunc bence ' +
  'ici bayra na yayim bilmi davra oyunc derha saygi tahmi video etile ekibi ic fed deniz erisi pek etik dedim yolcu ' +
  'genis sokak nisan sorus gitig yoksa ele yoktu bitme konut korun hise ocak onund kalki alma kamu buldu hati kimli ' +
  'cekim dahi bakil dustu sunma trump mili onu lazim kesim etkis yarar liste dr ulked akili bakim sicak olama farki ' +
  'sehir bilme seyle azalt gelin paran nedir trans trend kiril asama demir halen veri yenis yaziy ziyar girme artar ' +
  'olmuy cerce sakal sizi imzal resme orta sezon ortad li madi arac agirl duzgu karde duzey onced urund dagit sucla ' +
  'sirad sogut stand cocug si edip ajet rakam gitim harik endis denet olurs devre deki secen arti bilim ilerl holdi ' +
  'rande gozle asagi tarti mutlu dosya hizla takil arz almas aktor yemek ulkem karis dinle gozuk tehli bey doldu ' +
  'spor sate yonun erken erdog gidip ileri pahal elimd onlin cekmi bakiy hayir hediy biten futbo alirk gecec goz ' +
  'ivedi ortal sorul alah dalga ayri ilgis canli marke hak eder tasid hatal acila elime cekiy gucu cop alami daire ' +
  'sanat tahud beyaz samsu odakl yakis merak duruy chp alaka odenm vadel sergi baski yaban sunla istik rekla birey ' +
  'sayes cikmi olanl dedig sona mutla tepki kaybi savas demek oturu ceyre lider malze genc htps kim cayma bahce ' +
  'idare yakal sened koydu limit kisis evet ulken muhte riskl faizi gogle ihrac alti kusur komis onumu oduyo evimi ' +
  'basba park imza whats onun korku liray kapag yazma avant krizi muhat zirve isi zengi bakma mudah disar ortam ' +
  'halk berab peki anado puani suphe varli sayin birbi hanes parki ilgi uyesi risk edici yanil mecli hazin yoluy ' +
  'yapis cozme mukem depre baske edeme emekl yaz sert tv bist bozuk bahse yonte dened yapip isbir istat acild mehme ' +
  'isini mart aslin seyir kacir aple izlen artma ceken hafif deyip dusme gorse donal goren kartl alin yeri sen ' +
  'kultu tanit sevin yanda organ iklim etikl bulma sesle elest ona rotar ayina kisiy yalan serma eklen strat bizde ' +
  'diren edin oyun kayip onari zayif butce yolun aykir durma aydin seyi ekipl yle yerli erkek dolap yargi yas biris ' +
  'sizde olayi rezil temin yapay kapak giden verem sundu adim dolab sular verim kalac iyile beyan rekor gencl feder ' +
  'gune ertes arala bloke esim sanki artan gidec ilces unlu atiyo acaba gida pay no web talim grup buluy araba ' +
  'hanim ara seyre fener sayfa vs twite yazar sifre dolu reded kapas sac satic subed yapin sabit radik ndan birde ' +
  'bulus belki sonla meyda nakit rus sayid dava mail esyal siral yukar uzak tutul ab kurdu yarim subat kisit dm ' +
  'kulub cikac denge actig haric yavas puanl cikis hayva bitig tutma bes israr zorlu ak duydu karta agir uyele ucak ' +
  'acigi suren alara rekab asker sanir frans tr nden somut oysa adiml mades ihtim ilete bazda iken baz acida umari ' +
  'kurma haki takti tedav bakin sitel ogret sasir dogal kopek icine metre paral sizle olmal alini tasin kalmi izley ' +
  'sati yasat atm ucagi olay rusya yolu telev potan cevir etmez esas trily ayini the galat sarj acti tatil riski ' +
  'evimd kamuo bos cevab sampi ekled hised ayin kavus hasar carsa olusu istih falan basit aile dolan tablo pesin ' +
  'ayrin geciy yasli adale olasi yesil turiz buray neler kuzey klima ulusa kodu hatan salon adima verir muhen konse ' +
  'yapi plast grupl kirmi arand plani durus onem vazge kar arka hatla biti elind sakin ahmet micro gecic ayarl ' +
  'ihlal kesti ote gucun makul yasak yetis bitir onune masim htp cogun fabri azali evime satma koltu boyut diyen ' +
  'sarti masra cades kablo parla kamer aland ucuz dedik kurtu turu alim ongor olunm avuka bizle ederk geriy sinif ' +
  'ati bursa kulup oyala ertel bas kurta recep iphon bakal sinya babam kriti kesiy yayil sok olayl azind manti ' +
  'basim gaz insat adam saniy kiral bulmu ekip ceker hacke otomo of tayip silin cogu dilek icra insta koruy dokto ' +
  'verin muzik hatay redet onde sanal bitmi danis kizim tesis faceb verip kalem puand bazen cep kitap donuk fizik ' +
  'secil sevdi ugrad perse adini fidye gunes ceza fon niye fonla izlem temas ugrat ceo cevri mekan sefaf polis ' +
  'insal prof oglum gecil olun mal tarim hacmi taban atila gorec ajans kesme toren pozit iznim gizli diyeb can ' +
  'niyet alali oynay zam trabz alter et suyu payce idial lig ornek seris ismi odene gorem giren forma sesi halki ' +
  'bayi okula pasla la kural kat kan adeta adil etki azala sevgi sut sofor trafi siyah japon tanin zeka new deter ' +
  'durak askin ailes gozde dordu hiz dikey israi ideal aya koyma dendi asimi tbm isin bayil metro yan muhab almiy ' +
  'soruy donme kulak elimi lezet alimi sahne etmel takib dolma al ucusu eylem mecbu lirad derim ispan yola egili ' +
  'icere secme muzak atatu surel hakli ilgin bunye sorgu mhp unite mutfa makro sepet bosal kati kis atilm sizdi ' +
  'sesiz dogum uyuml besik halka tahvi dusen test izled gerid koali zirat italy derne indi urune orneg petro kiyas ' +
  'kahve gitik fakto sozlu gurul profe guney ufak dev diler elema cezas tedbi ilan payi kap suc liral prati hindi ' +
  'ali olusm ayaka ucus yuruy anind devir popul versi bikti alici sesli festi oturm bitiy ozgur mevdu devi yazis ' +
  'azalm oynan sd resim yolda il doviz andro vereb gunum bicim savci filmi arana ayipl kirli sever bebek musun ' +
  'konun konfe duvar esnas heyec osman urete soru eleri bagim adaml emin patla kokus zemin yilma ofisi ikisi sart ' +
  'akisi kalp husus geleb isteg bakar azald vades vaded as gorur adana sarjl tutan sansi plati portf asya izins kiz ' +
  'tikla etme olma kenti uretm dokun odemi sarki merci ihale cumar ikame hasas kurut edemi sarji tecru film not ' +
  'musta kongr oy idias birik plus sikma iletm kemal york ithal yiyec tcmb maden kara final sunuy bayiy yedek asil ' +
  'davet asim olunc idi ndeki bahan yedi uzakt ozur havay zabit soguk etraf bazil ince tavir kalin kroni yapim ' +
  'hiset yerel tesvi kala binle es yuz demok satir onerd avm ligi denk tip oyunl artig anlad suan teski unutu ortas ' +
  'tarz besle suruy rengi kacin tutum perak uzay bucuk aldil renkl kesfe mb memur neyse varmi fatih gayri kurba ' +
  'sahte eders powel istah sunar tedar mesle acma kiyme pegas olaga monta bayid ailem ila sozde iscep uzati hos ' +
  'duyma senin mesel koku demis duyuy site modem gitmi manev yaygi kapil balik kuruc renk kompl bdk oynam mac murat ' +
  'bilir elbet youtu dekon rakip sana yasa abdul polic bati kadro kapis halih katin gitil yirti sebek refer macin ' +
  'faizl tatmi ukray isik kuvet komsu anem yatak puana eskis kisim fonu olsay kilo sorma atigi karak barda okuma ' +
  'seker bank ekmek cicek madem kiyaf casus tuik bilem kanit kilic filtr actir akade dolmu varke tazmi orgut yaral ' +
  'aglar gozuy olurk cabuk korsa play kutus evler gormu sari cozem verer cope kenar atoly tarzi saka yonlu girec ' +
  'made avust senel basti keske telaf aciyo liras hazne devri sikis bosun yatay diyar odasi surpr istis kamuy yasas ' +
  'suru senet bilan zafiy kalkm duygu gidis darbe tebri silah konya endus takvi huriy kapi sandi fikra parkt jerom ' +
  'globa okul evi uye grafi seyah istir suyun calin kelim helal irtib sikil kaybo tanes veric cimer sidet ilac ' +
  'bebeg evrak istif sag etirm eglen celik alana oyunu emniy makam uste kalir duyul reviz gurur yumus iban ucakl ' +
  'koklu secti akp dizi girmi etird ramaz kurus holan hakan sivil sinem kosko bagir binde flas sunac isigi hakar ' +
  'sited salgi acmak uzatm ustle hdp isizl derdi ondan dusmu resto kitle bindi kilit bulab gidil giriy keyfi cinli ' +
  'world amazo disip birse hikay yetme disis baris siray plaka herse kocae yazin dusuy otura arani esnaf istin acip ' +
  'migro adiya toz psiko yerim duyar iadem odagi dogan donan deniy ustu kod veris bazin nerey surme goreb sehri ' +
  'dokul le konuk iyisi meyve metal cay yukum unutm surem calma elini muhal yilki oraya kalab metin yuzle kesmi ' +
  'sokag fikri satig kript durmu yunan sirf bayan kaza sanli borus cabas go pland geler iran dogu tikto ailel ulkes ' +
  'azerb brezi netic pande mesaf girer kg kapam actim ulkey atim be yazan seni aliri tutuk kuru iflas evin vb basav ' +
  'saray iktid satan oldur evden sunuc orand kateg derle hali ilacl islak serbe jet cam galib adami table bol hocam ' +
  'yari mevzu otesi ameli kahra sakla dolas kimle tarak kandi sarsi bsmv satiy euron yila nesil ecb nezdi cift ' +
  'rezer oturd kayse islev bitim gonul olum mavi dergi sigar kizil huzur atmak odulu ton ibrah zarfi ismin yatma ' +
  'odeyi ensti nufus scot besen sahis formu seyin aydan vizyo krali ag mevsi yazmi alir koron yada gecel teyit ' +
  'aranm gelsi berbe prote yapal sesin oda yagmu cekip havac hapis almaz filml satli promo gumru ar varil onlen ' +
  'lekel pt giril fikir yurtd cabal yaram hadi eserl isimi fakul yoksu bicak orman derke takma satim oynad davas ' +
  'yanim omer roman pro kilom berba gecip kalka tuken bakis forum vakit dagil afrik dugme hepim dir acaca cikab ' +
  'efsan durag ayagi bitec keyif musab stret olman suley istas onemi onems lasti menku turun kagit sahsi besin rel ' +
  'evlen refah basa defas devra cumle seri duser ucusl asgar sozcu karan fiber kurye aklin uslup kanse adind karab ' +
  'gokce saten kisid burda atmis rezal topra komit oriji apart kacak rol suriy dik yeten cizgi plan rakib odul tras ' +
  'yangi ayak phili eksi unsur ilham ayakl gecin yonde ane gideb donum hamle degin govde tyg vakti misaf esi maci ' +
  'sozu yuklu eskid gidal cidiy vucut aklim gazia aday aksin gsm pilot sim titiz bisey virus tekel kanad vucud ' +
  'katla mersi selam sekiz tanis izler tufe buras icece artiy yuzum sekre kriz kisac jeopo home anket tatli kitab ' +
  'depol etike yasta imper anlar batar panel favor';
