// The coverage matrix (see coverage.ts): social media, news, search and own channels, in our own words, in both languages.
// Must never promise more than the sources named in an entry do.

import type { CoverageEntry } from './coverage.ts';

export const MEDIA: readonly CoverageEntry[] = [
  {
    id: 'x',
    platform: { tr: 'X (Twitter)', en: 'X (Twitter)' },
    level: 'keyed',
    sees: {
      tr: 'Son yedi günün herkese açık gönderileri, yazarları ve etkileşimleri.',
      en: 'Public posts of the last seven days, with authors and engagement.',
    },
    misses: {
      tr: 'Anahtarsız hiçbir şey; kilitli hesaplar ve özel iletiler hiçbir zaman.',
      en: 'Anything at all without a key; locked accounts and private messages never.',
    },
    way: {
      tr: 'Yalnız ücretli anahtarla: okunan gönderi başına 0,005, yazar başına 0,010 dolar; aylık bütçe konabilir.',
      en: 'Only with a paid key: $0.005 a post read, $0.010 an author; a monthly budget can be set.',
    },
    sourceIds: ['x'],
  },
  {
    id: 'instagram',
    platform: { tr: 'Instagram', en: 'Instagram' },
    level: 'keyed',
    sees: {
      tr: 'İşletme hesabınızın etiketlendiği gönderiler, kendi gönderilerinizin yorumları, haftada en çok 30 etiket.',
      en: 'Posts that tag your business account, comments under your own posts, at most 30 hashtags a week.',
    },
    misses: {
      tr: 'Etiketlemeden adınızı yazanlar, hikâyeler, özel hesaplar: Meta kelimeyle aramaya izin vermez.',
      en: 'People who write your name without a tag, stories, private accounts: Meta offers no search by word.',
    },
    way: {
      tr: 'Graph API anahtarı ve Meta’nın uygulama onayı; yalnız kendi hesabınız ve ondan söz edenler görünür.',
      en: 'A Graph API key and Meta’s app review; only your own account and its mentions are seen.',
    },
    sourceIds: ['instagram'],
  },
  {
    id: 'facebook',
    platform: { tr: 'Facebook', en: 'Facebook' },
    level: 'keyed',
    sees: {
      tr: 'Kendi sayfanızın gönderileri ve yorumları, sayfanızı etiketleyenler.',
      en: 'Posts and comments of your own page, and whoever tags it.',
    },
    misses: {
      tr: 'Gruplar, kişisel profiller ve kelimeyle arama: arayüzü yok.',
      en: 'Groups, personal profiles and search by word: there is no interface.',
    },
    way: { tr: 'Sayfanızın Graph API anahtarı.', en: 'A Graph API key of your page.' },
    sourceIds: ['facebook'],
  },
  {
    id: 'tiktok',
    platform: { tr: 'TikTok', en: 'TikTok' },
    level: 'none',
    sees: { tr: 'Doğrudan hiçbir şey.', en: 'Nothing directly.' },
    misses: {
      tr: 'Videolar ve yorumlar: araştırma arayüzü yalnız kâr amacı gütmeyen araştırmacılara açık, şirketlere kapalı.',
      en: 'Videos and comments: the research interface is for non-profit researchers and closed to companies.',
    },
    way: {
      tr: 'Arama kaynaklarında “site:tiktok.com marka”; ya da ücretli bir veri sağlayıcısını webhook’a bağlayın.',
      en: '“site:tiktok.com brand” in a search source; or connect a paid data vendor to the webhook.',
    },
    sourceIds: [],
    detourIds: ['google-alerts', 'searxng', 'brave-search', 'serpapi', 'webhook'],
  },
  {
    id: 'linkedin',
    platform: { tr: 'LinkedIn', en: 'LinkedIn' },
    level: 'none',
    sees: { tr: 'Doğrudan hiçbir şey.', en: 'Nothing directly.' },
    misses: {
      tr: 'Paylaşımlar ve yorumlar: başkalarının gönderilerinde kelimeyle arama üçüncü taraflara kapalı.',
      en: 'Posts and comments: search by word in other people’s posts is closed to third parties.',
    },
    way: {
      tr: 'Arama kaynaklarında “site:linkedin.com marka”; dizine giren sayfalar görünür.',
      en: '“site:linkedin.com brand” in a search source; pages that are indexed are seen.',
    },
    sourceIds: [],
    detourIds: ['google-alerts', 'searxng', 'brave-search', 'serpapi'],
  },
  {
    id: 'whatsapp',
    platform: { tr: 'WhatsApp ve özel iletiler', en: 'WhatsApp and private messages' },
    level: 'none',
    sees: { tr: 'Hiçbir şey.', en: 'Nothing.' },
    misses: {
      tr: 'Görülemez: yazışmalar özel ve şifrelidir; izlenmesi hukuka da aykırıdır.',
      en: 'It cannot be seen: conversations are private and encrypted, and watching them would be unlawful.',
    },
    way: {
      tr: 'Yolu yok. Kendi destek hattınıza gelenler, destek sisteminizden webhook ile alınabilir.',
      en: 'There is no way. What reaches your own support line can come from your help desk through the webhook.',
    },
    sourceIds: [],
    detourIds: ['webhook'],
  },
  {
    id: 'telegram',
    platform: { tr: 'Telegram', en: 'Telegram' },
    level: 'partial',
    sees: {
      tr: 'Adını verdiğiniz herkese açık kanalların iletileri.',
      en: 'Messages of public channels that you name.',
    },
    misses: {
      tr: 'Gruplar, özel kanallar ve bilmediğiniz kanallar: bütün Telegram’da arama yok.',
      en: 'Groups, private channels and channels you do not know of: there is no search over all of Telegram.',
    },
    way: {
      tr: 'Sektörünüzün bilinen kanallarını tek tek ekleyin.',
      en: 'Add the known channels of your trade one by one.',
    },
    sourceIds: ['telegram-channel'],
  },
  {
    id: 'youtube',
    platform: { tr: 'YouTube', en: 'YouTube' },
    level: 'keyed',
    sees: {
      tr: 'Marka adı geçen yeni videolar, seçilen video ve kanalların yorumları, izlenme ve beğeni sayıları.',
      en: 'New videos that name the brand, comments of chosen videos and channels, views and likes.',
    },
    misses: {
      tr: 'Videoda söylenenler yazıya dökülmez; günde 100 arama sınırı vardır.',
      en: 'What is said in a video is not transcribed; there is a limit of 100 searches a day.',
    },
    way: {
      tr: 'Google’dan ücretsiz API anahtarı. Anahtarsız, bilinen kanalların akışı RSS kaynağıyla okunabilir.',
      en: 'A free API key from Google. Without one, feeds of known channels can be read with the RSS source.',
    },
    sourceIds: ['youtube', 'youtube-comments'],
    detourIds: ['feed'],
  },
  {
    id: 'bluesky-mastodon',
    platform: { tr: 'Bluesky ve Mastodon', en: 'Bluesky and Mastodon' },
    level: 'partial',
    sees: {
      tr: 'Bluesky’nin bütün açık gönderileri, yazıldıkları anda ve anahtarsız; Mastodon’da seçilen etiketler ve hesaplar.',
      en: 'All public posts of Bluesky as they are written, without a key; on Mastodon chosen tags and accounts.',
    },
    misses: {
      tr: 'Mastodon’da etiketsiz yazılar; Bluesky’de dinlenmeye başlanmadan önce yazılanlar.',
      en: 'On Mastodon posts without a tag; on Bluesky what was written before it was listened to.',
    },
    way: {
      tr: 'Bluesky’de eskiler için hesabınızın uygulama şifresi; Mastodon için büyük sunucular ve markanın etiketleri.',
      en: 'For older posts of Bluesky an app password of your account; for Mastodon the big servers and the brand’s tags.',
    },
    sourceIds: ['mastodon', 'bluesky'],
  },
  {
    id: 'news',
    platform: { tr: 'Haber siteleri', en: 'News sites' },
    level: 'open',
    sees: {
      tr: 'Türkiye’deki yayınların akışları, Google ve Bing haber aramaları, GDELT, haber site haritaları.',
      en: 'Feeds of Turkish outlets, Google and Bing news search, GDELT, news sitemaps.',
    },
    misses: {
      tr: 'Abonelik duvarının arkası; aramalar başlık ve özet verir, haberin tamamını değil.',
      en: 'What is behind a paywall; the searches give headline and summary, not the whole article.',
    },
    way: {
      tr: 'Hazır yayın listesini ekleyin (feed:@ekonomi gibi); önemli haberin metni için sayfasını “Web sayfası” ile okuyun.',
      en: 'Add the ready list of outlets (such as feed:@ekonomi); read the page of an important article with “Web page”.',
    },
    sourceIds: ['feed', 'google-news', 'bing-news', 'gdelt', 'news-sitemap'],
    detourIds: ['page'],
  },
  {
    id: 'broadcast',
    platform: { tr: 'Televizyon, radyo, basılı gazete', en: 'Television, radio, print' },
    level: 'none',
    sees: { tr: 'Yalnız internet sitelerine de yazılanlar.', en: 'Only what is also written on their web sites.' },
    misses: { tr: 'Yayında söylenen ve kâğıtta kalan.', en: 'What is said on air and what stays on paper.' },
    way: {
      tr: 'Medya takip ajansınızın raporunu CSV olarak içeri alın ya da webhook’a bağlayın.',
      en: 'Import your clipping agency’s report as CSV, or connect it to the webhook.',
    },
    sourceIds: [],
    detourIds: ['import', 'webhook'],
  },
  {
    id: 'web-search',
    platform: { tr: 'Google ve web arama sonuçları', en: 'Google and web search results' },
    level: 'partial',
    sees: {
      tr: '“Marka şikayet”, “marka güvenilir mi” gibi aramalarda ilk 20 sonucun sırası, gün gün; ilk sayfaya giren olumsuz sayfa.',
      en: 'The first 20 places in searches such as “brand complaint”, day by day; negative pages that come to page one.',
    },
    misses: {
      tr: 'Google doğrudan okunamaz: sayfası makineleri geri çevirir, arama arayüzü yeni kullanıcıya kapandı.',
      en: 'Google cannot be read directly: its page turns machines away and its search interface is closed to new users.',
    },
    way: {
      tr: 'Kendi SearXNG’niz ya da Google Alerts akışı anahtarsızdır; Brave ve SerpApi ücretli anahtar ister.',
      en: 'Your own SearXNG or a Google Alerts feed need no key; Brave and SerpApi want a paid one.',
    },
    sourceIds: ['searxng', 'google-alerts', 'brave-search', 'serpapi'],
  },
  {
    id: 'support',
    platform: { tr: 'Kendi destek kanallarınız', en: 'Your own support channels' },
    level: 'keyed',
    sees: {
      tr: 'Destek posta kutunuza ve destek sisteminize gelenler, müşteri puanları.',
      en: 'Mails of your support mailbox, tickets of your help desk, customers’ ratings.',
    },
    misses: {
      tr: 'Telefonda söylenenler, çağrı merkezi bunları yazıya dökmedikçe.',
      en: 'What is said on the phone, unless the call centre writes it down.',
    },
    way: {
      tr: 'Posta kutusunun (IMAP) ya da Zendesk, Freshdesk, Zoho Desk, Intercom’un anahtarı; ötekiler için imzalı webhook ya da CSV.',
      en: 'A key of the mailbox (IMAP) or of Zendesk, Freshdesk, Zoho Desk, Intercom; for others a signed webhook or CSV.',
    },
    sourceIds: ['imap', 'zendesk', 'freshdesk', 'zoho-desk', 'intercom', 'webhook'],
    detourIds: ['import'],
  },
];
