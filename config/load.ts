// Loads the configuration: defaults < YAML file < environment (ITIBAR_…, …_FILE for secrets) < flags.
// Unknown keys are errors with a line number and a did-you-mean. Called once by app.ts; must never print a secret.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { z } from 'zod';
import { AppError, messageOf } from '../core/errors.ts';
import { suggest } from '../core/suggest.ts';
import { profileOf } from './profile.ts';
import { type Config, configSchema } from './schema.ts';

type Json = { [key: string]: unknown };
type Path = readonly (string | number)[];

export interface LoadOptions {
  /** --config; otherwise ITIBAR_CONFIG, otherwise ./itibar.yml when it is there. */
  file?: string | undefined;
  env?: Record<string, string | undefined>;
  /** Dotted paths from the command line: { 'server.port': 4281 }. */
  flags?: Record<string, unknown>;
  cwd?: string;
}

export interface LoadedConfig {
  config: Config;
  /** The file that was read, or null. */
  file: string | null;
}

/** Environment names that are not leaves of the tree. */
const OTHER_NAMES = ['ITIBAR_CONFIG'];

interface Leaf {
  path: string[];
  isList: boolean;
  isRecord: boolean;
}

function leavesOf(schema: Json, path: string[] = []): Leaf[] {
  const properties = schema['properties'] as Record<string, Json> | undefined;
  if (!properties) {
    return [{ path, isList: schema['type'] === 'array', isRecord: schema['type'] === 'object' }];
  }
  return Object.entries(properties).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

const jsonSchema = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Json;
const leaves = leavesOf(jsonSchema);

/** server.publicUrl -> ITIBAR_SERVER_PUBLIC_URL */
export function envName(path: readonly string[]): string {
  return `ITIBAR_${path.map((part) => part.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()).join('_')}`;
}

function setPath(target: Json, path: readonly string[], value: unknown): void {
  let at = target;
  for (const part of path.slice(0, -1)) {
    if (typeof at[part] !== 'object' || at[part] === null || Array.isArray(at[part])) at[part] = {};
    at = at[part] as Json;
  }
  at[path.at(-1) ?? ''] = value;
}

function parseEnvValue(leaf: Leaf, name: string, value: string): unknown {
  if (leaf.isRecord || (leaf.isList && value.trim().startsWith('['))) {
    try {
      return JSON.parse(value);
    } catch (cause) {
      throw new AppError('config.invalid', `${name} must be JSON: ${messageOf(cause)}`, { cause });
    }
  }
  if (leaf.isList)
    return value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
  if (value === 'true') return true;
  if (value === 'false') return false;
  return value;
}

function fromEnvironment(env: Record<string, string | undefined>): Json {
  const byName = new Map(leaves.map((leaf) => [envName(leaf.path), leaf]));
  const out: Json = {};
  for (const [name, raw] of Object.entries(env)) {
    if (!name.startsWith('ITIBAR_') || raw === undefined || OTHER_NAMES.includes(name)) continue;
    const direct = byName.get(name);
    const viaFile = name.endsWith('_FILE') ? byName.get(name.slice(0, -5)) : undefined;
    const leaf = direct ?? viaFile;
    if (!leaf) {
      const near = suggest(name, [...byName.keys()]);
      throw new AppError(
        'config.invalid',
        `The environment variable ${name} is not a setting of itibar.${near ? ` Did you mean ${near}?` : ''}`,
      );
    }
    let value = raw;
    if (!direct) {
      try {
        value = readFileSync(raw, 'utf8').replace(/\r?\n$/, '');
      } catch (cause) {
        throw new AppError(
          'config.invalid',
          `${name} names the file ${raw}, which cannot be read: ${messageOf(cause)}`,
          { cause },
        );
      }
    }
    setPath(out, leaf.path, parseEnvValue(leaf, name, value));
  }
  return out;
}

/** Line of the deepest node on the path that is in the file, 1-based; for a missing key the line of its parent. */
function lineOf(root: Node | null, path: Path, lines: LineCounter): number | null {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? null;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === part);
      if (!pair || !isScalar(pair.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node) && typeof part === 'number') {
      node = (node.items[part] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    } else break;
  }
  return offset === null ? null : lines.linePos(offset).line;
}

/** ${NAME} in a string takes the environment's value; an unset name is an error. */
function expand(value: unknown, env: Record<string, string | undefined>, file: string): unknown {
  if (typeof value === 'string') {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = env[name];
      if (found === undefined)
        throw new AppError(
          'config.invalid',
          `${file} uses \${${name}}, but the environment has no ${name}. Set it, or write the value into the file.`,
        );
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item) => expand(item, env, file));
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, env, file)]));
  return value;
}

function readFile(file: string, env: Record<string, string | undefined>) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('config.unreadable', `The configuration file ${file} cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const first = document.errors[0];
  if (first) {
    const at = first.linePos?.[0];
    throw new AppError('config.invalid', `${file}:${at?.line ?? 1}: not valid YAML: ${first.message.split('\n')[0]}`);
  }
  const value = (document.toJS() ?? {}) as Json;
  if (typeof value !== 'object' || Array.isArray(value))
    throw new AppError('config.invalid', `${file} must hold keys and values, such as "locale: tr".`);
  return {
    value: expand(value, env, file) as Json,
    lineOf: (path: Path) => lineOf(document.contents as Node | null, path, lines),
  };
}

function merge(base: Json, over: Json): Json {
  const out: Json = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = out[key];
    const isBothMaps =
      value &&
      before &&
      typeof value === 'object' &&
      typeof before === 'object' &&
      !Array.isArray(value) &&
      !Array.isArray(before);
    out[key] = isBothMaps ? merge(before as Json, value as Json) : value;
  }
  return out;
}

function keysAt(path: Path): string[] {
  let schema: Json | undefined = jsonSchema;
  for (const part of path) {
    if (!schema) return [];
    if (typeof part === 'number') schema = schema['items'] as Json | undefined;
    else
      schema = ((schema['properties'] as Record<string, Json> | undefined)?.[part] ?? schema['additionalProperties']) as
        | Json
        | undefined;
  }
  return Object.keys((schema?.['properties'] as Json | undefined) ?? {});
}

function describeIssue(issue: z.core.$ZodIssue, file: string | null, lineOf: (path: Path) => number | null): string {
  const path = issue.path.filter((part) => typeof part !== 'symbol') as (string | number)[];
  const where = (at: Path) => {
    const line = file ? lineOf(at) : null;
    return line === null ? '' : `${file}:${line}: `;
  };
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map((key) => {
        const near = suggest(key, keysAt(path));
        return `${where([...path, key])}unknown key "${[...path, key].join('.')}".${near ? ` Did you mean "${near}"?` : ` Known here: ${keysAt(path).join(', ')}.`}`;
      })
      .join('\n');
  }
  return `${where(path)}${path.join('.') || 'the file'}: ${issue.message}`;
}

/** The loaded and frozen configuration. Throws AppError('config.invalid' | 'config.unreadable') that lists every mistake, a line each. */
export function loadConfig(options: LoadOptions = {}): LoadedConfig {
  const env = options.env ?? process.env;
  const cwd = options.cwd ?? process.cwd();
  const named = options.file ?? env['ITIBAR_CONFIG'];
  const fallback = resolve(cwd, 'itibar.yml');
  const file = named ? resolve(cwd, named) : existsSync(fallback) ? fallback : null;
  const yaml = file ? readFile(file, env) : { value: {}, lineOf: () => null };
  const flags: Json = {};
  for (const [path, value] of Object.entries(options.flags ?? {}))
    if (value !== undefined) setPath(flags, path.split('.'), value);
  const result = configSchema.safeParse(merge(merge(yaml.value, fromEnvironment(env)), flags));
  if (!result.success) {
    throw new AppError(
      'config.invalid',
      result.error.issues.map((issue) => describeIssue(issue, file, yaml.lineOf)).join('\n'),
    );
  }
  checkZone(result.data.timeZone);
  profileOf(result.data);
  return { config: deepFreeze(result.data), file };
}

function checkZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('tr', { timeZone: zone });
  } catch (cause) {
    throw new AppError(
      'config.invalid',
      `timeZone: "${zone}" is not a time zone. Use a name such as Europe/Istanbul.`,
      { cause },
    );
  }
}

function deepFreeze<T>(value: T): T {
  if (value && typeof value === 'object') {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}

/** The configuration with every secret replaced by "•••", for printing. */
export function redacted(config: Config): unknown {
  const hide = (value: unknown, key: string): unknown => {
    if (/password|secret|token|apikey/i.test(key)) return value === '' ? '' : '•••';
    if (Array.isArray(value)) return value.map((item) => hide(item, ''));
    if (value && typeof value === 'object')
      return Object.fromEntries(
        Object.entries(value).map(([name, child]) => [name, hide(child, key === 'keys' ? 'secret' : name)]),
      );
    if (typeof value === 'string' && /^[a-z+]+:\/\/[^/@\s]+@/i.test(value))
      return value.replace(/\/\/[^/@\s]+@/, '//•••@');
    return value;
  };
  return hide(config, '');
}

/** Every setting with its environment name and description, for help and docs. */
export function listSettings(): { path: string; env: string }[] {
  return leaves.map((leaf) => ({ path: leaf.path.join('.'), env: envName(leaf.path) }));
}
