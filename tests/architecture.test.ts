// The rules of the house as tests: who may import whom, who may ask for the time, who may open a socket. Each test
// prints every line that breaks its rule; a rule that is changed needs a decision record in docs/adr/.

import { describe, expect, it } from 'vitest';
import { importsOf, type SourceFile, sourceFiles } from './support/source-files.ts';

const files = sourceFiles();
const FREE = ['app.ts', 'tests', 'scripts', 'bench', 'vitest.config.ts'];
const shipped = files.filter((file) => !FREE.slice(1).includes(file.area));
const onServer = shipped.filter((file) => file.area !== 'dashboard');

/** What an area may import besides itself. Areas that are missing here may not import anything of ours. */
const ALLOWED: Record<string, string[]> = {
  core: [],
  config: ['core'],
  crawlers: ['core'],
  analyzers: ['core'],
  alerts: ['core'],
  store: ['core'],
  queue: ['core'],
  pipeline: ['core', 'config'],
  api: ['core', 'config', 'pipeline'],
  cli: ['core', 'config', 'pipeline', 'app.ts'],
  demo: ['core', 'config'],
  dashboard: ['locales'],
};

/** Modules that cost start-up time or memory, and the one place that may import them at the top of the file. */
const HEAVY: Record<string, RegExp> = {
  crawlee: /^crawlers\/fetch\/browser/,
  '@crawlee': /^crawlers\/fetch\/browser/,
  playwright: /^crawlers\/fetch\/browser/,
  'playwright-core': /^crawlers\/fetch\/browser/,
  bullmq: /^queue\/bullmq/,
  ioredis: /^queue\/bullmq/,
  mongodb: /^store\/mongo\//,
  natural: /^scripts\//,
  echarts: /^dashboard\/src\/parts\/big-chart/,
};

const SOCKET_MODULES =
  /^(node:)?(net|tls|http|https|http2|dgram|dns|dns\/promises)$|^(undici|nodemailer|smtp-server|imapflow|ws)$/;
const SOCKET_CALLS =
  /(?:await|return|=>|=|\()\s*(?:globalThis\.)?fetch\(|new (?:WebSocket|EventSource|XMLHttpRequest)\(/g;
/** The demo is a set of servers on loopback; mail goes through nodemailer's own sockets. */
const MAY_OPEN_SOCKETS = /^crawlers\/fetch\/|^alerts\/http\.ts$|^alerts\/notifiers\/mail\.ts$|^demo\//;

/** The two dictionaries: words and interfaces without behaviour, read as one page each. */
const DICTIONARIES = ['core/types.ts', 'core/ports.ts'];

/** 'path: what' for every match in the files' code. */
function linesWith(searched: readonly SourceFile[], pattern: RegExp): string[] {
  return searched.flatMap(({ path, code }) => [...code.matchAll(pattern)].map(([text]) => `${path}: ${text.trim()}`));
}

function packageOf(specifier: string): string {
  const [first = '', second] = specifier.split('/');
  return first.startsWith('@') && HEAVY[first] === undefined ? `${first}/${second}` : first;
}

describe('who may import whom', () => {
  it('keeps every area to the areas it may know', () => {
    const broken = shipped
      .filter((file) => !FREE.includes(file.area))
      .flatMap((file) =>
        file.imports
          .filter(({ path }) => path !== null && !isAllowed(file.area, path))
          .map(({ specifier }) => `${file.path} -> ${specifier}`),
      );
    expect(broken).toEqual([]);
  });

  it('lets the jobs know the configuration by its types only', () => {
    const broken = shipped
      .filter((file) => file.area === 'pipeline')
      .flatMap((file) =>
        file.imports
          .filter(({ path, isType }) => path?.startsWith('config/') && !isType && !isTypeImport(file, path))
          .map(({ specifier }) => `${file.path} -> ${specifier}`),
      );
    expect(broken).toEqual([]);
  });

  it('lets nothing that is shipped import tests, scripts or measurements', () => {
    const broken = shipped.flatMap((file) =>
      file.imports
        .filter(({ path }) => path !== null && FREE.slice(1).includes(path.split('/')[0] ?? ''))
        .map(({ specifier }) => `${file.path} -> ${specifier}`),
    );
    expect(broken).toEqual([]);
  });

  it('finds the imports it judges, in every way they are written', () => {
    const code = [
      "import { a } from './a.ts';",
      "import type { B } from '../b.ts';",
      "import {\n  c,\n  d,\n} from 'c';",
      "import './e.css';",
      "export { f } from './f.ts';",
      "export * from './g.ts';",
      "const h = await import('h');",
      "type I = typeof import('i');",
      "const text = 'import { no } from nowhere';",
    ].join('\n');
    const found = importsOf('core/x.ts', code).map(({ specifier, path, isType, isLazy }) => [
      ...[path ?? specifier, isType, isLazy],
    ]);
    expect(found).toEqual([
      ['core/a.ts', false, false],
      ['b.ts', true, false],
      ['c', false, false],
      ['core/e.css', false, false],
      ['core/f.ts', false, false],
      ['core/g.ts', false, false],
      ['h', false, true],
      ['i', true, true],
    ]);
    expect(files.length).toBeGreaterThan(100);
  });
});

function isAllowed(area: string, path: string): boolean {
  const target = path.split('/')[0] ?? '';
  return target === area || (ALLOWED[area] ?? []).includes(target) || target === 'package.json';
}

/** `import { type A, type B }` is erased as well. */
function isTypeImport(file: SourceFile, path: string): boolean {
  const name = path.split('/').at(-1)?.replaceAll('.', '\\.') ?? '';
  const names = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*'[^']*${name}'`).exec(file.code)?.[1];
  return names?.split(',').every((part) => part.trim() === '' || /^\s*type\s/.test(part)) ?? false;
}

describe('time, sockets and heavy modules', () => {
  it('lets only core/clock.ts ask for the time or set a timer', () => {
    const others = files.filter(({ path, area }) => area !== 'dashboard' && path !== 'core/clock.ts');
    const asked = linesWith(others, /\bDate\.now\b|\bnew Date\(\s*\)/g);
    // Tests may play a slow network, measurements may measure.
    const set = linesWith(
      others.filter(({ area }) => area !== 'tests'),
      /\b(?:setTimeout|setInterval)\(|node:timers/g,
    );
    const shippedOthers = onServer.filter(({ path }) => path !== 'core/clock.ts');
    const measured = linesWith(shippedOthers, /\bperformance\.now\b|\bprocess\.hrtime\b/g);
    // The rule's own words are in this file.
    expect([...asked, ...set, ...measured].filter((line) => !line.startsWith('tests/architecture.test.ts'))).toEqual(
      [],
    );
  });

  it('lets only the fetcher and the alerting helper open sockets', () => {
    const searched = onServer.filter(({ path }) => !MAY_OPEN_SOCKETS.test(path));
    const imported = searched.flatMap((file) =>
      file.imports
        .filter(({ specifier, isType }) => SOCKET_MODULES.test(specifier) && !isType)
        .map(({ specifier }) => `${file.path}: ${specifier}`),
    );
    expect([...imported, ...linesWith(searched, SOCKET_CALLS)]).toEqual([]);
  });

  it('loads heavy modules only where and when they are needed', () => {
    // A test of the implementation itself may talk to the server directly.
    const broken = files
      .filter(({ area }) => area !== 'tests')
      .flatMap((file) =>
        file.imports
          .filter(({ specifier, isType, isLazy }) => {
            const own = HEAVY[packageOf(specifier)];
            return own !== undefined && !isType && !isLazy && !own.test(file.path);
          })
          .map(({ specifier }) => `${file.path} -> ${specifier}`),
      );
    expect(broken).toEqual([]);
  });

  it('reaches the files of heavy modules only lazily', () => {
    const owners = new Set(
      shipped
        .filter(({ imports }) => imports.some((one) => HEAVY[packageOf(one.specifier)] && !one.isType && !one.isLazy))
        .map(({ path }) => path),
    );
    const broken = shipped
      .filter(({ path }) => !owners.has(path))
      .flatMap((file) =>
        file.imports
          .filter(({ path, isType, isLazy }) => path !== null && owners.has(path) && !isType && !isLazy)
          .map(({ specifier }) => `${file.path} -> ${specifier}`),
      );
    expect(broken).toEqual([]);
  });
});

describe('the shape of files', () => {
  it('has no default exports but in configuration files', () => {
    const searched = files.filter(({ path }) => !/(^|\/)(vite|vitest)\.config\.ts$/.test(path));
    expect(linesWith(searched, /^export default\b|\bas default\b/gm)).toEqual([]);
  });

  it('has no test that replaces a module', () => {
    const searched = files.filter(({ path, area }) => area === 'tests' && path !== 'tests/architecture.test.ts');
    expect(linesWith(searched, /\bvi\.(?:mock|doMock|hoisted|stubGlobal)\(/g)).toEqual([]);
  });

  it('has no file of more than 400 lines but generated ones and the two dictionaries', () => {
    const long = files
      .filter(({ path }) => !/\.gen\.tsx?$/.test(path) && !DICTIONARIES.includes(path))
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 400)
      .map(({ path, lines }) => `${path}: ${lines}`);
    expect(long).toEqual([]);
  });

  it('says at the top of every shipped file what it is for', () => {
    const silent = shipped.filter(({ path, text }) => !/^(#!.*\n)?\/\/ \S/.test(text) && !/\.gen\.ts$/.test(path));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it('has no leftovers and no switched-off checks', () => {
    const searched = files.filter(({ path }) => path !== 'tests/architecture.test.ts');
    expect(linesWith(searched, /\b(?:TODO|FIXME|XXX)\b|@ts-(?:ignore|nocheck|expect-error)|\bas any\b/g)).toEqual([]);
    const texts = searched.map(({ path, text }) => ({ path, text }));
    const marked = texts.filter(({ text }) => /\/[/*].*(?:\bTODO\b|\bFIXME\b|@ts-(?:ignore|nocheck))/.test(text));
    expect(marked.map(({ path }) => path)).toEqual([]);
  });
});
