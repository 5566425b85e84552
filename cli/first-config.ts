// The text of a first itibar.yml, Turkish or English, with a comment at every choice. Values come from a person and are
// quoted as JSON, which YAML reads too.

export interface FirstSettings {
  locale: 'tr' | 'en';
  /** Empty = a commented example. */
  brand: string;
  mail: string;
}

/** YAML that the configuration schema accepts, ending with a line feed. */
export function firstConfig(settings: FirstSettings): string {
  return settings.locale === 'tr' ? turkish(settings) : english(settings);
}

const quote = (text: string) => JSON.stringify(text);

/** The part that is in force when a brand was named, else an example behind #. */
function brandPart(brand: string, comment: string): string {
  const name = brand || 'Markam';
  const lines = [
    'brands:',
    `  - name: ${quote(name)}`,
    '    aliases: []',
    '    domains: []          # markam.com',
    '    accounts: []         # markam, markamdestek',
    '    competitors: []',
    '    watches:',
    `      - name: ${quote(name)}`,
    '        kind: brand',
    `        query: ${quote(brand ? queryFor(brand) : 'markam')}`,
    '        every: 15m',
    `        # ${comment}`,
    '        # sources:',
    '        #   - id: bing-news',
    '        #   - id: feed',
    '        #     params: { url: "https://haber.example/rss.xml" }',
  ];
  return lines.map((line) => (brand ? line : `# ${line}`)).join('\n');
}

/** Several words are one name: as a phrase. */
function queryFor(brand: string): string {
  return /\s/.test(brand) ? `"${brand.replaceAll('"', ' ')}"` : brand.replace(/["()]/g, ' ').trim();
}

function mailPart(mail: string, password: string): string {
  return `mail:
  host: ""               # smtp.example.com
  port: 587
  user: ""
  # ${password}
  from: "itibar <itibar@localhost>"
  to: [${mail ? quote(mail) : ''}]`;
}

function turkish({ brand, mail }: FirstSettings): string {
  return `# itibar ayarları. Boş bırakılan her şeyin makul bir varsayılanı vardır; hepsini görmek için: itibar config print
# Denetlemek için: itibar config check · Bir şey çalışmıyorsa: itibar doctor

locale: tr               # uyarıların, özetin ve sayfanın dili: tr ya da en
timeZone: Europe/Istanbul

# Okunan sitelerin sahipleri size ulaşabilsin diye: e-posta ya da web adresi.
contact: ${quote(mail)}

data:
  dir: data              # veritabanı burada durur; yedek: itibar backup DOSYA

server:
  host: 127.0.0.1        # başka makinelerden açılsın diye 0.0.0.0; önüne HTTPS koyun
  port: 4280
  # publicUrl: https://itibar.example.com     # e-postalardaki bağlantılar için

# Uyarılar ve günlük özet. host ve to doluysa e-posta gönderilir; denemek için: itibar digest --test
${mailPart(mail, 'Parola buraya yazılmasın: ITIBAR_MAIL_PASSWORD_FILE=/dosya (ya da ITIBAR_MAIL_PASSWORD)')}

digest:
  cron: "30 7 * * 1-5"   # hafta içi 07.30, yukarıdaki saat diliminde
  isEnabled: true

rules:
  sensitivity: balanced  # ne kadar çabuk uyarılsın: low (az), balanced (dengeli), high (çok)
  severeAt: 2            # bu düzeyde tek bir ileti bile olay açar: 1 kriz, 2 yüksek, 3 vaka, 4 izleme

# İzlenecek markalar. Bir kez yazılır; sonraki değişiklikler sayfadan ya da "itibar watch" ile yapılır.
${brandPart(brand, 'Boşsa parametre istemeyen tüm kaynaklar okunur. Kaynaklar: itibar source list')}
`;
}

function english({ brand, mail }: FirstSettings): string {
  return `# Settings of itibar. Everything left out has a sensible default; to see them all: itibar config print
# To check: itibar config check · When something does not work: itibar doctor

locale: en               # language of alerts, digest and page: tr or en
timeZone: Europe/Istanbul

# So that owners of the sites you read can reach you: a mail or web address.
contact: ${quote(mail)}

data:
  dir: data              # the database lives here; backup: itibar backup FILE

server:
  host: 127.0.0.1        # 0.0.0.0 to reach it from other machines; put HTTPS in front of it
  port: 4280
  # publicUrl: https://itibar.example.com     # for links in mails

# Alerts and the daily digest. Mail is sent when host and to are set; to try it: itibar digest --test
${mailPart(mail, 'Do not write the password here: ITIBAR_MAIL_PASSWORD_FILE=/file (or ITIBAR_MAIL_PASSWORD)')}

digest:
  cron: "30 7 * * 1-5"   # 07:30 on weekdays, in the time zone above
  isEnabled: true

rules:
  sensitivity: balanced  # how soon you are warned: low, balanced, high
  severeAt: 2            # one mention of this level opens an incident: 1 crisis, 2 high, 3 case, 4 watch

# Brands to watch. Written once; change them later on the page or with "itibar watch".
${brandPart(brand, 'Empty: every source that needs no parameters. Sources: itibar source list')}
`;
}
