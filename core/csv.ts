// One cell of CSV (RFC 4180). Texts come from strangers and end in a spreadsheet: a cell must never be read as a formula.

/**
 * Quoted where needed. A text that a spreadsheet could take for a formula (= + - @ and their full-width forms, tab,
 * carriage return at the start) gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers.
 */
export function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[\s\u00a0\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n;]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}
