// Cuts a text at the borders of its marked spans, so that overlapping marks can be drawn as plain neighbouring pieces.

export interface Span {
  start: number;
  end: number;
}
export interface Piece<T extends Span> {
  text: string;
  start: number;
  /** Spans that cover the piece. */
  inside: T[];
  /** Spans whose last piece this is: their label is shown after it. */
  ending: T[];
}

/** Offsets are UTF-16, end exclusive; spans outside the text or without length are left out. */
export function cutIntoPieces<T extends Span>(text: string, spans: T[], from = 0, to = text.length): Piece<T>[] {
  const valid = spans
    .map((span) => ({ span, start: Math.max(span.start, from), end: Math.min(span.end, to) }))
    .filter((entry) => entry.end > entry.start);
  const borders = [...new Set([from, to, ...valid.flatMap((entry) => [entry.start, entry.end])])].sort((a, b) => a - b);
  const pieces: Piece<T>[] = [];
  for (let index = 0; index + 1 < borders.length; index++) {
    const start = borders[index] ?? 0;
    const end = borders[index + 1] ?? 0;
    pieces.push({
      text: text.slice(start, end),
      start,
      inside: valid.filter((entry) => entry.start <= start && entry.end >= end).map((entry) => entry.span),
      ending: valid.filter((entry) => entry.end === end).map((entry) => entry.span),
    });
  }
  return pieces;
}
