// New complaints of all brands at Şikayetvar, as the site's explorer streams them; the watch's query chooses. Where the
// stream does not answer, the brand's page is read instead. Known from one public program of 2024 only: must never be
// chosen by default, and robots.txt of its host decides.

import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import type { Source } from '../../core/ports.ts';
import { readComplaints } from '../parse/sikayetvar-live.ts';
import { source as pages } from './sikayetvar.ts';

const params = z.strictObject({
  brand: z
    .string()
    .regex(/^[a-z\d][a-z\d-]{0,80}$/, { error: 'must be the brand’s name in its address, such as ornek-marka' })
    .optional()
    .meta({
      title: 'Marka',
      description:
        'Şikayetvar adresindeki marka adı: şikâyetleri sorguya bakılmadan alınır, akış yoksa sayfası okunur · The brand’s name in its address there: its complaints are taken whatever their words, and its page is read when there is no stream',
    }),
  address: z
    .url({ protocol: /^https?$/ })
    .default('https://explorer.sikayetvar.com/live')
    .meta({ title: 'Akış', description: 'Canlı akışın adresi · Address of the stream' }),
});
type Params = z.infer<typeof params>;

export const source: Source<Params> = {
  manifest: {
    id: 'sikayetvar-live',
    title: 'Şikayetvar canlı akış',
    channel: 'complaint',
    homepage: 'https://www.sikayetvar.com/',
    description: {
      tr: 'Şikayetvar’a yazılan her yeni şikâyeti canlı akıştan dinler; akış yanıt vermezse markanın sayfasını okur.',
      en: 'Listens to every new complaint at Şikayetvar; reads the brand’s page where the stream does not answer.',
    },
    isOfficial: false,
    needs: [],
    params,
    example: { brand: 'ornek-marka', address: 'https://explorer.sikayetvar.com/live' },
    selection: 'trust',
    isOptIn: true,
    politeness: { minIntervalMs: 3000, maxPages: 4, obeysRobots: true },
    legalNote:
      'An undocumented stream of public complaints, seen in public code of 2024; whether it still answers is not known. robots.txt of its host is obeyed, and a refusal is left at that.',
    expectedPerDay: 10,
    isVerifiedLive: false,
  },
  plan({ brand }, cursor, context) {
    if (brand === undefined)
      throw new AppError(
        'source.invalid',
        'Without a brand the stream can only be listened to, and that is what `itibar start` and `itibar worker` do. Name the brand to read its page as well.',
      );
    return pages.plan({ brand }, cursor, context);
  },
  parse: (reply, context) => pages.parse(reply, { ...context, params: { brand: context.params.brand ?? '' } }),
  stream: {
    open({ address }, cursor) {
      const id = typeof cursor === 'string' && cursor !== '' ? cursor : null;
      return [{ url: address, ...(id === null ? {} : { headers: { 'last-event-id': id } }) }];
    },
    read: readComplaints,
    canPoll: ({ brand }) => brand !== undefined,
    concerns: ({ siteName }, { brand }) => brand !== undefined && siteName === brand,
  },
};
