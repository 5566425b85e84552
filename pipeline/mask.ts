// Personal data is masked before a text leaves for the screen: digits and letters become dots, the length stays,
// so that spans keep pointing at the same places. Must never change a text's length.

export interface MaskSpan {
  start: number;
  end: number;
}

const DOT = '•';
/** E-mail addresses, IBANs, and seven or more digits with the separators people put between them. */
const LOOSE =
  /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,100}\.\p{L}{2,20}|\bTR\d{2}(?:[ .-]?\d){22}\b|\+?\d(?:[ ().-]{0,2}\d){6,}/giu;

/** `text` with digits, letters of e-mail addresses and so on replaced inside the spans; `offset` is where text starts in what spans refer to. */
export function maskSpans(text: string, spans: readonly MaskSpan[], offset = 0): string {
  let masked = text;
  for (const span of spans) {
    const start = Math.max(0, span.start - offset);
    const end = Math.min(text.length, span.end - offset);
    if (end > start) masked = masked.slice(0, start) + dots(masked.slice(start, end)) + masked.slice(end);
  }
  return masked;
}

/** Masks what looks like an address, an account or a phone number; for texts that no analyzer has read (headlines, fresh mentions). */
export function maskLoose(text: string): string {
  return text.replace(LOOSE, dots);
}

/** An e-mail loses its letters too, but for the first and its domain; everything else only its digits. */
function dots(piece: string): string {
  const at = piece.indexOf('@');
  if (at <= 0) return piece.replace(/\d/g, DOT);
  return piece.slice(0, 1) + piece.slice(1, at).replace(/[^\s]/gu, (unit) => DOT.repeat(unit.length)) + piece.slice(at);
}
