// Makes hostile text safe to put on one line of an alert: bounded, no line breaks, no control or direction marks.
// Must never be the only guard against HTML: the mail's html`` tag escapes on its own.

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed here
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** One line of at most `max` UTF-16 units, cut at a word where there is one near, ending in … when cut. */
export function oneLine(text: string, max: number): string {
  const clean = text
    .slice(0, max * 8)
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (clean.length <= max) return clean;
  const cut = clean.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '');
  const space = cut.lastIndexOf(' ');
  return `${space > max * 0.6 ? cut.slice(0, space) : cut}…`;
}
