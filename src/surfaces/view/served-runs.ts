import { statSync } from 'node:fs';
import { join } from 'node:path';
import { FulcrumError } from '../../kernel/errors.ts';
import { LEDGER_FILE } from '../../ledger/sqlite-ledger.ts';
import { controlDirectoryOf } from '../run-directory.ts';
import type { RunFinder, RunPlace } from './find-runs.ts';
import type { FollowedRun } from './followed-run.ts';
import { followRun } from './followed-run.ts';
import type { RunCard } from './protocol.ts';
import { runCard } from './run-card.ts';

/** All runs a server shows, followed from the first time somebody asks for them. */
export interface ServedRuns {
  readonly cards: () => Promise<readonly RunCard[]>;
  /** @throws FulcrumError `FULCRUM_E_VIEW_RUN` when there is none of that id */
  readonly open: (id: string) => Promise<OpenedRun>;
  readonly close: () => void;
}

export interface OpenedRun {
  readonly run: FollowedRun;
  readonly card: RunCard;
  readonly control: FollowedRun | null;
}

/** How long an answer waits for a run to be read; afterwards it tells what was read so far. */
const PATIENCE_MILLISECONDS = 250;
/** Candidates of all followed runs together beyond which those asked for longest ago are let go. */
const MOST_CANDIDATES = 400_000;

export function serveRuns(finder: RunFinder): ServedRuns {
  /** The one asked for last comes last. */
  const followed = new Map<string, FollowedRun>();
  /** Of runs that were let go: they hold as long as nothing was written since. */
  const cards = new Map<string, { readonly card: RunCard; readonly written: number }>();

  const follow = (place: RunPlace): FollowedRun => {
    const run = followed.get(place.id) ?? followRun(place);
    followed.delete(place.id);
    followed.set(place.id, run);
    return run;
  };
  const controlOf = ({ directory }: RunPlace, places: readonly RunPlace[]): RunPlace | null =>
    places.find((other) => other.directory === controlDirectoryOf(directory)) ?? null;
  const letGo = (): void => {
    let held = [...followed.values()].reduce((sum, run) => sum + run.fold().candidates.length(), 0);
    for (const [id, run] of followed) {
      if (held <= MOST_CANDIDATES || followed.size === 1) return;
      if (run.isWatched()) continue;
      held -= run.fold().candidates.length();
      run.close();
      followed.delete(id);
    }
  };

  return {
    cards: async () => {
      const places = finder.places();
      const all: RunCard[] = [];
      const deadline = performance.now() + PATIENCE_MILLISECONDS;
      for (const place of places) {
        const control = controlOf(place, places)?.id ?? null;
        const known = followed.has(place.id) ? undefined : cards.get(place.id);
        const written = lastWritten(place.directory);
        if (known?.written === written) {
          all.push(known.card);
          continue;
        }
        const run = follow(place);
        await run.caughtUp(Math.max(1, deadline - performance.now()));
        const card = runCard(run, control);
        if (card.reading.read === card.reading.total) cards.set(place.id, { card, written });
        all.push(card);
        letGo();
      }
      return all;
    },
    open: async (id) => {
      const places = finder.places();
      const place = places.find((one) => one.id === id);
      if (place === undefined) throw noRun(id);
      const beside = controlOf(place, places);
      const control = beside === null ? null : follow(beside);
      const run = follow(place);
      await run.caughtUp(PATIENCE_MILLISECONDS);
      letGo();
      return { run, card: runCard(run, beside?.id ?? null), control };
    },
    close: () => {
      for (const run of followed.values()) run.close();
      followed.clear();
    },
  };
}

/** Milliseconds since 1970; what is not yet in the ledger's own file lies beside it. */
function lastWritten(directory: string): number {
  const times = [LEDGER_FILE, `${LEDGER_FILE}-wal`].map(
    (name) => statSync(join(directory, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}

function noRun(id: string): FulcrumError {
  return new FulcrumError({
    code: 'FULCRUM_E_VIEW_RUN',
    domain: 'usage',
    what: 'there is no such run here',
    where: id,
    mend: 'Choose one from the list of runs',
  });
}
