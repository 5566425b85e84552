// The morning mail: one status sentence, then short blocks; an empty block says so in one line. Readable in a minute.
// Must never carry markup from a mention; everything goes through html``.

import type { AlertMessage } from '../../core/types.ts';
import { oneLine } from '../text.ts';
import { type Html, html, safeHref } from './html.ts';
import { buttons, CALM, callout, chip, heading, muted, page, row, STYLE, subheading, TONE } from './layout.ts';
import type { RenderedMail } from './render.ts';
import { WORDS } from './words.ts';

type Section = AlertMessage['sections'][number];

export function renderDigestMail(message: AlertMessage): RenderedMail {
  return { subject: subjectOf(message), text: textOf(message), html: htmlOf(message) };
}

function subjectOf(message: AlertMessage): string {
  const worst = message.severity ? ` [${WORDS[message.locale].severity[message.severity]}]` : '';
  return oneLine(`${message.brandName} · ${message.title}${worst}`, 160);
}

function htmlOf(message: AlertMessage): string {
  const tone = message.severity ? TONE[message.severity] : CALM;
  const body = [
    heading({
      over: html`<b class="ink" style="color:${STYLE.INK}">${message.brandName}</b>`,
      title: oneLine(message.title, 200),
    }),
    callout(null, message.reason, tone),
    ...message.sections.map((section) => sectionOf(message, section)),
    buttons(message.links),
  ];
  return page({
    locale: message.locale,
    title: subjectOf(message),
    preview: message.reason,
    body: body.filter((part) => part !== null),
  });
}

function sectionOf(message: AlertMessage, section: Section): Html {
  const items = section.items.map((item, index) => {
    const href = safeHref(item.url);
    const text = oneLine(item.text, 200);
    const label = href
      ? html`<a class="link" href="${href}" style="color:#22548f;text-decoration:none;font-weight:600">${text}</a>`
      : html`<span class="ink" style="color:${STYLE.INK};font-weight:600">${text}</span>`;
    const mark = item.severity
      ? html`${chip(WORDS[message.locale].severity[item.severity], TONE[item.severity])}&nbsp; `
      : null;
    const isFigure = !href && !item.severity;
    const detail = item.detail ? oneLine(item.detail, 240) : null;
    return html`<div class="line" style="padding:${isFigure ? 6 : 9}px 0;${index > 0 && `border-top:1px solid ${STYLE.LINE}`}"><p style="margin:0;font-size:15px;line-height:23px;overflow-wrap:anywhere">${mark}${label}${isFigure && detail && html`<span class="muted" style="font-size:13px;color:${STYLE.MUTED}"> · ${detail}</span>`}</p>${!isFigure && detail && muted(detail)}</div>`;
  });
  const content = items.length > 0 ? items : [muted(section.empty, 14)];
  return row(
    html`<div class="line" style="border-top:1px solid ${STYLE.LINE};padding-top:16px">${subheading(section.title)}${content}</div>`,
    '0 32px 16px',
  );
}

function textOf(message: AlertMessage): string {
  const words = WORDS[message.locale];
  const sections = message.sections.flatMap((section) => [
    '',
    section.title,
    ...(section.items.length === 0 ? [section.empty] : section.items.flatMap((item) => linesOf(message, item))),
  ]);
  return [
    subjectOf(message),
    '',
    message.reason,
    ...sections,
    '',
    ...message.links.map(({ label, url }) => `${label}: ${url}`),
    '',
    '-- ',
    words.footer,
    '',
  ].join('\n');
}

function linesOf(message: AlertMessage, item: Section['items'][number]): string[] {
  const mark = item.severity ? `[${WORDS[message.locale].severity[item.severity]}] ` : '';
  return [
    `- ${mark}${oneLine(item.text, 200)}`,
    ...(item.detail ? [`  ${oneLine(item.detail, 240)}`] : []),
    ...(item.url ? [`  ${oneLine(item.url, 500)}`] : []),
  ];
}
