// A tagged template that escapes: html`<td>${text}</td>`. Everything put in is text, unless it came from html`` itself.
// Must never offer a way round the escaping.

/** Markup that is known to be safe: only html`` makes it. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }

  static from(strings: TemplateStringsArray, values: readonly Insert[]): Html {
    return new Html(
      strings.reduce((out, text, index) => out + text + (index < values.length ? put(values[index]) : ''), ''),
    );
  }
}

/** What may stand in a template. null, undefined and false leave nothing. */
export type Insert = string | number | Html | readonly Insert[] | null | undefined | false;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function html(strings: TemplateStringsArray, ...values: Insert[]): Html {
  return Html.from(strings, values);
}

function put(value: Insert): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (Array.isArray(value)) return value.map(put).join('');
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** The address for an href, or null when it is not plain http(s): javascript:, data: and the like never become links. */
export function safeHref(url: string | null): string | null {
  if (!url || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
}
