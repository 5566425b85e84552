// What every command starts from: its flags, where it writes, the configuration, the opened app. Heavy parts are loaded
// only when a command asks for them. Must close what it opened, also when the command fails.

import type { Command } from 'commander';
import type { App } from '../app.ts';
import type { LoadedConfig } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import type { Deps } from '../pipeline/deps.ts';
import { Output, UsageError } from './output.ts';

export interface GlobalFlags {
  config?: string;
  data?: string;
  logLevel?: Config['log']['level'];
  json?: boolean;
}

export interface OpenOptions {
  /** Leaves the analyzers' weights unread: for commands that judge nothing. */
  isLight?: boolean;
  /** Dotted paths that a command's own options set. */
  flags?: Record<string, unknown>;
  /** Long-running: logs as the configuration says. Others log only errors unless --log-level asks for more. */
  isService?: boolean;
}

export interface Cli {
  out: Output;
  flags: GlobalFlags;
  /** Throws AppError('config.*') that lists every mistake. */
  loadConfig(flags?: Record<string, unknown>): Promise<LoadedConfig>;
  /** Opens store, queue and parts for `fn` and closes them afterwards. */
  withApp<T>(options: OpenOptions, fn: (app: App) => Promise<T>): Promise<T>;
  /** The same for commands that need only the parts. */
  withDeps<T>(fn: (deps: Deps) => Promise<T>): Promise<T>;
}

/** What a command of commander was given, as Cli. */
export function cliOf(command: Command): Cli {
  const flags = command.optsWithGlobals() as GlobalFlags;
  const cli: Cli = {
    out: new Output(flags.json === true),
    flags,
    loadConfig: async (more = {}) => {
      const { loadConfig } = await import('../config/load.ts');
      const own = { 'data.dir': flags.data, 'log.level': flags.logLevel };
      return loadConfig({ file: flags.config, flags: { ...own, ...more } });
    },
    withApp: async (options, fn) => {
      const { config } = await cli.loadConfig(options.flags);
      return openFor(config, flags, options, fn);
    },
    withDeps: (fn) => cli.withApp({ isLight: true }, (app) => fn(app.deps)),
  };
  return cli;
}

/** Opens the app of a configuration for `fn` and closes it afterwards, whatever happens. */
export async function openFor<T>(
  config: Config,
  flags: GlobalFlags,
  options: OpenOptions,
  fn: (app: App) => Promise<T>,
): Promise<T> {
  const { openApp } = await import('../app.ts');
  const { createLog } = await import('../config/log.ts');
  const level = options.isService ? config.log.level : (flags.logLevel ?? 'error');
  const app = await openApp(config, { log: await createLog(level), isLight: options.isLight ?? false });
  try {
    return await fn(app);
  } finally {
    await app.close();
  }
}

/** Parses '30s', '15m', '2h', '7d' or milliseconds. Throws UsageError. */
export async function durationOf(text: string, option: string): Promise<number> {
  const { duration } = await import('../config/schema.ts');
  const parsed = duration.safeParse(text);
  if (!parsed.success) throw new UsageError(`${option} ${parsed.error.issues[0]?.message ?? 'is not a duration'}.`);
  return parsed.data;
}

/** A whole number of at least `min`. Throws UsageError. */
export function wholeNumber(text: string, option: string, min = 1, max = Number.MAX_SAFE_INTEGER): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new UsageError(`${option} must be a whole number from ${min}${max < 1e15 ? ` to ${max}` : ''}.`);
  return value;
}

/** One of the words. Throws UsageError with a did-you-mean. */
export async function oneOf<T extends string>(text: string, words: readonly T[], option: string): Promise<T> {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  const { suggest } = await import('../core/suggest.ts');
  const near = suggest(text, words);
  throw new UsageError(
    `${option} "${text}" is not known.${near ? ` Did you mean ${near}?` : ''} One of: ${words.join(', ')}.`,
  );
}
