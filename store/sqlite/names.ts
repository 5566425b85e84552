// Small numbers for what stands in a million rows: brands, watches, sources, labels of analyzers. A name is never changed
// or removed, so what was read once may be remembered for ever. Must not be used for names of which there are many.

import type { Connection } from './connection.ts';

export class Names {
  readonly #connection: Connection;
  #numbers = new Map<string, number>();
  #ids = new Map<number, string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The number of the id; given out now when it is new. Only inside a write transaction. */
  numberOf(id: string): number {
    const known = this.find(id);
    if (known !== null) return known;
    const { lastInsertRowid } = this.#connection.sql('INSERT INTO names (id) VALUES (?)').run(id);
    return this.#remember(id, Number(lastInsertRowid));
  }

  /** Null when nothing was ever stored under the id. */
  find(id: string): number | null {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const row = this.#connection.sql('SELECT n FROM names WHERE id = ?').get(id) as { n: number } | undefined;
    return row ? this.#remember(id, row.n) : null;
  }

  idOf(n: number): string {
    const known = this.#ids.get(n);
    if (known !== undefined) return known;
    const row = this.#connection.sql('SELECT id FROM names WHERE n = ?').get(n) as { id: string } | undefined;
    if (!row) return '';
    this.#remember(row.id, n);
    return row.id;
  }

  /** After a transaction that was taken back: its numbers were never given out. */
  forget(): void {
    this.#numbers = new Map();
    this.#ids = new Map();
  }

  #remember(id: string, n: number): number {
    this.#numbers.set(id, n);
    this.#ids.set(n, id);
    return n;
  }
}
