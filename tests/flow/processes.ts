// Processes of the scaled profile for a test that ends them as it likes: each has a place, and whoever is killed in a place
// is followed by another one. Remembers what they wrote, for when something goes wrong.

import { startCli } from '../support/cli.ts';

type Running = Awaited<ReturnType<typeof startCli>>;

export interface Place {
  name: string;
  args: string[];
  running: Running | null;
  /** Everything that the processes of this place wrote. */
  text(): string;
}

export interface Crew {
  places: ReadonlyMap<string, Place>;
  /** kill -9, and the next one is started at once. False when there was nobody to kill. */
  kill(name: string): boolean;
  /** Ends a place for good with a signal and returns the exit code. */
  end(name: string, signal?: NodeJS.Signals): Promise<number | null>;
  endAll(): Promise<void>;
}

const AGAIN_MS = 500;

/** Starts a process in every place. One that ends by itself (its store was away) is followed by another one too. */
export async function startCrew(
  wanted: Readonly<Record<string, string[]>>,
  options: { cwd: string; env?: Record<string, string> },
): Promise<Crew> {
  const places = new Map<string, Place>();
  const isEnding = new Set<string>();
  const fill = async (place: Place): Promise<void> => {
    if (isEnding.has(place.name)) return;
    const running = await startCli(place.args, options);
    const before = place.text;
    place.text = () => before() + running.text();
    place.running = running;
    running.child.once('close', (code, signal) => {
      place.running = null;
      setTimeout(() => void fill(place), signal === 'SIGKILL' || code === 0 ? 0 : AGAIN_MS);
    });
  };
  for (const [name, args] of Object.entries(wanted)) {
    const place: Place = { name, args, running: null, text: () => '' };
    places.set(name, place);
    await fill(place);
  }
  const end = (name: string, signal: NodeJS.Signals = 'SIGTERM') =>
    new Promise<number | null>((done) => {
      isEnding.add(name);
      const child = places.get(name)?.running?.child;
      if (!child) return done(null);
      child.once('close', (code) => done(code));
      child.kill(signal);
    });
  return {
    places,
    kill: (name) => places.get(name)?.running?.child.kill('SIGKILL') ?? false,
    end,
    endAll: async () => void (await Promise.all([...places.keys()].map((name) => end(name, 'SIGKILL')))),
  };
}
