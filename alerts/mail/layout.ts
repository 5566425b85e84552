// The frame of every mail: one 600 px table, inline styles, phone first, dark mode where the reader knows it, readable in
// Outlook (tables, bgcolor, no flex). Red is kept for SEV-1, and colour never speaks without its word.

import type { Locale } from '../../core/ports.ts';
import type { SeverityLevel } from '../../core/types.ts';
import { type Html, html, safeHref } from './html.ts';
import { WORDS } from './words.ts';

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = '#1c2530';
const MUTED = '#56616e';
const LINE = '#e3e7ec';

export const TONE: Record<SeverityLevel, { solid: string; soft: string }> = {
  1: { solid: '#b3261e', soft: '#fbeceb' },
  2: { solid: '#8a5200', soft: '#fcf3e2' },
  3: { solid: '#22548f', soft: '#ebf2fa' },
  4: { solid: '#56616e', soft: '#f0f2f5' },
};
export const CALM = { solid: '#1f6b4a', soft: '#eaf5ef' };

const DARK = html`<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:620px){.pad{padding-left:20px!important;padding-right:20px!important}.btn,.btn tbody,.btn tr{display:block!important;width:100%!important}.btn td.solid,.btn td.ghost{display:block!important;margin-bottom:10px!important;text-align:center!important}.gap{display:none!important}}
@media (prefers-color-scheme:dark){
.page{background:#12161b!important}.card{background:#1b2128!important;border-color:#2d353f!important}
.ink{color:#e9edf2!important}.muted{color:#a5b0bd!important}.line{border-color:#2d353f!important}
.soft{background:#242c35!important}.link{color:#8fbcf0!important}.solid{background:#e9edf2!important;border-color:#e9edf2!important}.solid a{color:#1c2530!important}.ghost{background:#1b2128!important}.ghost a{color:#e9edf2!important}}
</style>`;

/** A whole HTML document around `body`. `preview` is the line that mail programs show in the list. */
export function page(input: { locale: Locale; title: string; preview: string; body: Html[] }): string {
  return html`<!doctype html>
<html lang="${input.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${input.title}</title>
${DARK}
</head>
<body class="page" style="margin:0;padding:0;background:#f3f5f7;-webkit-text-size-adjust:100%">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${input.preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f3f5f7" style="background:#f3f5f7"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="width:100%;max-width:600px;background:#ffffff;border:1px solid ${LINE};border-radius:10px">
${input.body}
</table>
<p class="muted" style="${FONT};font-size:12px;line-height:18px;color:${MUTED};margin:16px 12px 0">${WORDS[input.locale].footer}</p>
</td></tr></table>
</body>
</html>
`.toString();
}

/** One row of the card. */
export function row(content: Html | Html[], padding = '0 32px 20px'): Html {
  return html`<tr><td class="pad" style="padding:${padding};${FONT}">${content}</td></tr>
`;
}

/** The word of a severity on its colour. */
export function chip(word: string, tone: { solid: string }): Html {
  return html`<span style="display:inline-block;background:${tone.solid};color:#ffffff;${FONT};font-size:12px;line-height:16px;font-weight:700;letter-spacing:.4px;padding:3px 10px;border-radius:4px">${word}</span>`;
}

/** Brand and kind, then the title. */
export function heading(input: { over: Html | Html[]; title: string }): Html {
  return row(
    [
      html`<p class="muted" style="margin:0 0 10px;font-size:13px;line-height:20px;color:${MUTED}">${input.over}</p>`,
      html`<h1 class="ink" style="margin:0;font-size:21px;line-height:29px;font-weight:650;color:${INK};overflow-wrap:anywhere">${input.title}</h1>`,
    ],
    '28px 32px 18px',
  );
}

/** A tinted block with a small title: why this was sent. */
export function callout(title: string | null, text: string, tone: { solid: string; soft: string }): Html {
  return row(html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="soft" bgcolor="${tone.soft}" style="background:${tone.soft};border-left:4px solid ${tone.solid};padding:14px 16px;border-radius:0 6px 6px 0">
${title && html`<p class="muted" style="margin:0 0 4px;font-size:13px;line-height:18px;font-weight:600;color:${MUTED}">${title}</p>`}
<p class="ink" style="margin:0;font-size:16px;line-height:24px;color:${INK};overflow-wrap:anywhere">${text}</p>
</td></tr></table>`);
}

export function subheading(text: string): Html {
  return html`<h2 class="ink" style="margin:0 0 8px;font-size:15px;line-height:22px;font-weight:650;color:${INK}">${text}</h2>`;
}

export function muted(text: Html | string | (Html | string)[], size = 13): Html {
  return html`<p class="muted" style="margin:0;font-size:${size}px;line-height:20px;color:${MUTED};overflow-wrap:anywhere">${text}</p>`;
}

export function link(label: string, url: string | null): Html | null {
  const href = safeHref(url);
  return href
    ? html`<a class="link" href="${href}" style="color:#22548f;text-decoration:underline">${label}</a>`
    : null;
}

/** The first is filled, the second outlined, the rest are plain links below. */
export function buttons(links: readonly { label: string; url: string }[]): Html | null {
  const safe = links.flatMap(({ label, url }) => {
    const href = safeHref(url);
    return href ? [{ label, href }] : [];
  });
  if (safe.length === 0) return null;
  const cells = safe.slice(0, 2).map(({ label, href }, index) => {
    const isFirst = index === 0;
    const box = isFirst ? `background:${INK};border:1px solid ${INK}` : 'background:#ffffff;border:1px solid #9aa5b1';
    return html`${index > 0 && html`<td class="gap" width="12"></td>`}<td class="${isFirst ? 'solid' : 'ghost'}" bgcolor="${isFirst ? INK : '#ffffff'}" style="${box};border-radius:6px;padding:11px 20px"><a href="${href}" style="${FONT};font-size:15px;line-height:20px;font-weight:600;color:${isFirst ? '#ffffff' : INK};text-decoration:none;display:inline-block">${label}</a></td>`;
  });
  return row(
    [
      html`<table role="presentation" class="btn" cellpadding="0" cellspacing="0" border="0"><tr>${cells}</tr></table>`,
      ...safe
        .slice(2)
        .map(({ label, href }) => html`<p style="margin:14px 0 0;font-size:14px">${link(label, href)}</p>`),
    ],
    '4px 32px 28px',
  );
}

export const STYLE = { INK, MUTED, LINE, FONT };
