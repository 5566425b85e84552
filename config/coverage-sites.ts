// The coverage matrix (see coverage.ts): complaint and review sites, forums, blogs, in our own words, in both languages.
// Must never promise more than the sources named in an entry do.

import type { CoverageEntry } from './coverage.ts';

export const SITES: readonly CoverageEntry[] = [
  {
    id: 'sikayetvar',
    platform: { tr: 'Şikayetvar', en: 'Şikayetvar' },
    level: 'partial',
    sees: {
      tr: 'Markanın sayfasındaki yeni şikâyetler, marka yanıtı, müşterinin cevabı, çözüldü işareti.',
      en: 'New complaints on the brand’s page, the brand’s answer, the customer’s reply, the solved mark.',
    },
    misses: {
      tr: 'Site veri merkezlerini sık sık geri çevirir; zorlanmaz. Herkese açık bir arayüzü bilinmiyor.',
      en: 'The site often turns data centres away, and is not forced. No public API is known.',
    },
    way: {
      tr: 'Ofis bağlantısından çalıştırın. Üye markaysanız Şikayetvar’ın size gönderdiği bildirim e-postalarını posta kutunuzdan okutun.',
      en: 'Run itibar from an office connection. Member brands can let itibar read Şikayetvar’s notification mails from their mailbox.',
    },
    sourceIds: ['sikayetvar', 'sikayetvar-live', 'sikayetvar-mail'],
    detourIds: ['webhook'],
  },
  {
    id: 'eksi-sozluk',
    platform: { tr: 'Ekşi Sözlük', en: 'Ekşi Sözlük' },
    level: 'partial',
    sees: {
      tr: 'Adında marka geçen başlıklar ile gündem, ve bunların yeni girdileri.',
      en: 'Topics with the brand in their title, the agenda, and their new entries.',
    },
    misses: {
      tr: 'Başka başlıkların içinde geçen marka adı: sitenin araması girdilere bakmaz. Veri merkezlerinden engellenebilir.',
      en: 'The brand’s name inside other topics: the site’s search does not look into entries. It may block data centres.',
    },
    way: {
      tr: 'Markanın sık geçtiği başlıkları adıyla ekleyin; kalanı bir arama kaynağıyla yakalayın.',
      en: 'Add the topics in which the brand often occurs by name; catch the rest with a search source.',
    },
    sourceIds: ['eksi-sozluk'],
    detourIds: ['google-alerts', 'searxng'],
  },
  {
    id: 'forums',
    platform: { tr: 'Forumlar', en: 'Forums' },
    level: 'open',
    sees: {
      tr: 'DonanımHaber; Technopat, ShiftDelete, Donanım Arşivi, Kadınlar Kulübü gibi XenForo forumları; phpBB, vBulletin, Discourse.',
      en: 'DonanımHaber; XenForo forums such as Technopat, ShiftDelete, Donanım Arşivi, Kadınlar Kulübü; phpBB, vBulletin, Discourse.',
    },
    misses: {
      tr: 'Üyelere açık bölümler; araması kapalı forumlarda yalnız yeni iletiler görünür.',
      en: 'Members’ sections; where a forum’s search is closed only new posts are seen.',
    },
    way: { tr: 'Forumu adresiyle ekleyin.', en: 'Add the forum by its address.' },
    sourceIds: ['donanimhaber', 'xenforo', 'phpbb', 'vbulletin', 'discourse'],
  },
  {
    id: 'other-dictionaries',
    platform: { tr: 'Uludağ, İnci ve öteki sözlükler', en: 'Uludağ, İnci and other “sözlük” sites' },
    level: 'none',
    sees: { tr: 'Doğrudan hiçbir şey.', en: 'Nothing directly.' },
    misses: {
      tr: 'Sayfalarının bugünkü biçimi doğrulanamadı; uydurma bir okuyucu yazılmadı.',
      en: 'The present form of their pages could not be confirmed; no reader was made up for them.',
    },
    way: {
      tr: 'Bir arama kaynağıyla; bilinen bir başlık “Web sayfası” ile izlenebilir.',
      en: 'By a search source; a known topic can be watched with “Web page”.',
    },
    sourceIds: [],
    detourIds: ['searxng', 'google-alerts', 'page'],
  },
  {
    id: 'reddit',
    platform: { tr: 'Reddit', en: 'Reddit' },
    level: 'keyed',
    sees: {
      tr: 'Yeni gönderiler ve seçilen toplulukların yorumları.',
      en: 'New posts, and comments of chosen communities.',
    },
    misses: {
      tr: 'Oturumsuz okuma Mayıs 2026’da kapandı.',
      en: 'Reading without a login was closed in May 2026.',
    },
    way: { tr: 'Reddit uygulama anahtarı.', en: 'A Reddit app key.' },
    sourceIds: ['reddit'],
  },
  {
    id: 'app-stores',
    platform: { tr: 'App Store ve Google Play', en: 'App Store and Google Play' },
    level: 'partial',
    sees: {
      tr: 'App Store’da her uygulamanın son 500 yorumu; Google Play’de kendi uygulamanızın yorumları.',
      en: 'On the App Store the last 500 reviews of any app; on Google Play those of your own app.',
    },
    misses: {
      tr: 'Google Play’de başkalarının uygulamaları ve yazısız yıldızlar: açık bir arayüz yok.',
      en: 'On Google Play other people’s apps and stars without a text: there is no public interface.',
    },
    way: {
      tr: 'Google Play için geliştirici hesabınızın anahtarı.',
      en: 'For Google Play a key of your developer account.',
    },
    sourceIds: ['app-store-reviews', 'google-play-reviews'],
  },
  {
    id: 'google-maps',
    platform: { tr: 'Google Haritalar yorumları', en: 'Google Maps reviews' },
    level: 'keyed',
    sees: {
      tr: 'Doğrulanmış kendi şubelerinizin yorumları ve yanıtlarınız.',
      en: 'Reviews of your own verified places and your answers.',
    },
    misses: {
      tr: 'Rakiplerin ve doğrulanmamış yerlerin yorumları.',
      en: 'Reviews of competitors and of places that are not verified.',
    },
    way: { tr: 'Google işletme hesabınızın anahtarı.', en: 'A key of your Google business account.' },
    sourceIds: ['google-business-reviews'],
  },
  {
    id: 'trustpilot',
    platform: { tr: 'Trustpilot', en: 'Trustpilot' },
    level: 'keyed',
    sees: {
      tr: 'Firmanın değerlendirmeleri, yıldızları, yanıtları.',
      en: 'Reviews of the firm with stars and answers.',
    },
    misses: {
      tr: 'Açık sayfaları makineleri geri çevirir; zorlanmaz.',
      en: 'Its public pages turn machines away and are not forced.',
    },
    way: { tr: 'İşletme hesabınızın API anahtarı.', en: 'An API key of your business account.' },
    sourceIds: ['trustpilot'],
  },
  {
    id: 'marketplaces',
    platform: { tr: 'Pazaryeri ürün yorumları', en: 'Product reviews on marketplaces' },
    level: 'none',
    sees: { tr: 'Doğrudan hiçbir şey.', en: 'Nothing directly.' },
    misses: {
      tr: 'Trendyol, Hepsiburada, n11 gibi sitelerde ürün altındaki yorum ve sorular: bunlar için bir kaynak yok.',
      en: 'Reviews and questions under products on Trendyol, Hepsiburada, n11 and the like: there is no source for them.',
    },
    way: {
      tr: 'Satıcı panelinden dışa aktarılan dosyayı CSV olarak içeri alın ya da panelinizi webhook’a bağlayın.',
      en: 'Import the file that the seller’s panel exports as CSV, or connect the panel to the webhook.',
    },
    sourceIds: [],
    detourIds: ['import', 'webhook'],
  },
  {
    id: 'blogs',
    platform: { tr: 'Bloglar', en: 'Blogs' },
    level: 'open',
    sees: {
      tr: 'Adresi bilinen WordPress ve Blogger blogları, Medium’da etiket ve yazarlar, akışı olan her blog.',
      en: 'WordPress and Blogger blogs with a known address, tags and authors on Medium, any blog with a feed.',
    },
    misses: { tr: 'Adresini bilmediğiniz bloglar.', en: 'Blogs whose address you do not know.' },
    way: { tr: 'Tanınmayanlar için bir arama kaynağı.', en: 'A search source for those you do not know.' },
    sourceIds: ['wordpress', 'blogger', 'medium'],
    detourIds: ['feed'],
  },
  {
    id: 'developer-sites',
    platform: { tr: 'Hacker News ve Stack Exchange', en: 'Hacker News and Stack Exchange' },
    level: 'open',
    sees: { tr: 'Yeni başlıklar, yorumlar, sorular.', en: 'New stories, comments and questions.' },
    misses: {
      tr: 'Anahtarsız, Stack Exchange’de günde 300 istek.',
      en: 'Without a key, 300 requests a day on Stack Exchange.',
    },
    way: { tr: 'Anahtar gerekmez.', en: 'No key is needed.' },
    sourceIds: ['hackernews', 'stackexchange'],
  },
];
