// The mail of one incident: what, how bad, why, up to three samples as plain text, two buttons. Calm by design.
// Must never carry markup from a mention; everything goes through html``.

import type { AlertMessage } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import { type Html, html } from './html.ts';
import { buttons, CALM, callout, chip, heading, link, muted, page, row, STYLE, subheading, TONE } from './layout.ts';
import type { RenderedMail } from './render.ts';
import { formatAt, WORDS } from './words.ts';

const MAX_SAMPLES = 3;

export function renderAlertMail(message: AlertMessage, timeZone: string): RenderedMail {
  return { subject: subjectOf(message), text: textOf(message, timeZone), html: htmlOf(message, timeZone) };
}

function subjectOf(message: AlertMessage): string {
  const words = WORDS[message.locale];
  const mark =
    message.severity && message.kind !== 'resolved' ? words.severity[message.severity] : words.kind[message.kind];
  const kind = message.kind === 'updated' ? `${words.kind.updated}: ` : '';
  return oneLine(`[${mark}] ${message.brandName} · ${kind}${message.title}`, 160);
}

function htmlOf(message: AlertMessage, timeZone: string): string {
  const words = WORDS[message.locale];
  const isOver = message.kind === 'resolved' || message.severity === null;
  const tone = isOver ? CALM : TONE[message.severity ?? 4];
  const mark = isOver ? words.kind[message.kind] : words.severity[message.severity ?? 4];
  const over = html`${chip(mark, tone)}&nbsp;&nbsp;<b class="ink" style="color:${STYLE.INK}">${message.brandName}</b>${isOver ? null : ` · ${words.kind[message.kind]}`} · ${formatAt(message.at, message.locale, timeZone)}`;
  const body = [
    heading({ over, title: oneLine(message.title, 240) }),
    callout(message.kind === 'test' ? null : words.why, message.reason, tone),
    factsOf(message),
    samplesOf(message, timeZone),
    buttons(message.links),
  ];
  return page({
    locale: message.locale,
    title: subjectOf(message),
    preview: message.reason,
    body: body.filter((part) => part !== null),
  });
}

function factsOf(message: AlertMessage): Html | null {
  if (message.facts.length === 0) return null;
  const rows = message.facts.map(
    ({ label, value }) =>
      html`<tr><td class="muted line" valign="top" style="padding:7px 16px 7px 0;font-size:14px;line-height:20px;color:${STYLE.MUTED};border-bottom:1px solid ${STYLE.LINE};white-space:nowrap">${label}</td><td class="ink line" width="100%" style="padding:7px 0;font-size:14px;line-height:20px;color:${STYLE.INK};border-bottom:1px solid ${STYLE.LINE};overflow-wrap:anywhere">${oneLine(value, 300)}</td></tr>`,
  );
  return row(html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">${rows}</table>`);
}

function samplesOf(message: AlertMessage, timeZone: string): Html | null {
  const samples = message.samples.slice(0, MAX_SAMPLES);
  if (samples.length === 0) return null;
  const { locale } = message;
  const blocks = samples.map((sample, index) => {
    const source = link(WORDS[locale].source, sample.url);
    return html`<div class="line" style="padding:12px 0;${index > 0 && `border-top:1px solid ${STYLE.LINE}`}">
<p class="ink" style="margin:0 0 4px;font-size:15px;line-height:23px;color:${STYLE.INK};overflow-wrap:anywhere">“${oneLine(sample.text, 280)}”</p>
${muted(html`${bylineOf(message, sample, timeZone)}${source && html` · ${source}`}`)}
</div>`;
  });
  return row([subheading(WORDS[locale].samples), ...blocks], '0 32px 12px');
}

function bylineOf(message: AlertMessage, sample: AlertMessage['samples'][number], timeZone: string): string {
  const author = oneLine(sample.author ?? '', 60) || WORDS[message.locale].unknownAuthor;
  const at = sample.at === null ? null : formatAt(sample.at, message.locale, timeZone);
  return [author, oneLine(sample.sourceTitle, 60), at].filter((part) => part).join(' · ');
}

function textOf(message: AlertMessage, timeZone: string): string {
  const words = WORDS[message.locale];
  const samples = message.samples
    .slice(0, MAX_SAMPLES)
    .flatMap((sample) => [
      `- “${oneLine(sample.text, 280)}”`,
      `  ${bylineOf(message, sample, timeZone)}`,
      ...(sample.url ? [`  ${oneLine(sample.url, 500)}`] : []),
    ]);
  return [
    subjectOf(message),
    '',
    ...(message.kind === 'test' ? [] : [words.why]),
    message.reason,
    '',
    ...message.facts.map(({ label, value }) => `${label}: ${oneLine(value, 300)}`),
    ...(samples.length > 0 ? ['', words.samples, ...samples] : []),
    '',
    ...message.links.map(({ label, url }) => `${label}: ${url}`),
    '',
    '-- ',
    words.footer,
    '',
  ].join('\n');
}
