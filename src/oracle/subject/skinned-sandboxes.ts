import type { SandboxOrder } from '../../kernel/contracts/sandbox.ts';
import type { Skin } from '../skin.ts';
import { secondsAhead } from '../skin.ts';
import type { SubjectSession } from './session.ts';
import { shiftClock } from './shifted-clock.ts';
import type { StartedSandbox, WarmSandbox } from './warm-sandbox.ts';

/** Looks that are kept ready; the least recently used goes first. */
const MOST_LOOKS = 2;

/** What one sandbox is to look like. */
export interface Dress {
  readonly skin: Skin;
  /** What its look needs beside the files of every subject. */
  readonly mounts: SandboxOrder['mounts'];
}

/** Sandboxes that look unlike the others, each used once; of a look that was asked for before, one waits. */
export interface SkinnedSandboxes {
  readonly take: (tree: string, skin: Skin) => Promise<StartedSandbox>;
  /** Starts the next one of this look, where sandboxes are kept waiting at all. */
  readonly refill: (skin: Skin) => void;
  readonly close: () => Promise<void>;
}

export interface SkinnedOptions {
  /** Where files of the looks are written. */
  readonly folders: string;
  readonly start: (tree: string, dress: Dress) => Promise<SubjectSession>;
  readonly end: (session: SubjectSession) => Promise<void>;
  /** Where one waits for its candidate; null to keep none waiting. */
  readonly warm: ((dress: Dress) => WarmSandbox) | null;
}

interface Look {
  readonly dress: Dress;
  readonly warm: WarmSandbox | null;
  readonly close: () => Promise<void>;
}

export function openSkinnedSandboxes(options: SkinnedOptions): SkinnedSandboxes {
  const looks = new Map<string, Look>();
  const closing = new Set<Promise<void>>();

  const drop = (name: string, look: Look): void => {
    looks.delete(name);
    const closed = look.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };

  const lookOf = (skin: Skin): Look => {
    const name = JSON.stringify(skin);
    const look = looks.get(name) ?? openLook(skin, options);
    looks.delete(name);
    looks.set(name, look);
    if (looks.size > MOST_LOOKS) drop(...looks.entries().next().value!);
    return look;
  };

  return {
    take: async (tree, skin) => {
      const { dress, warm } = lookOf(skin);
      const waiting = await warm?.take(tree);
      if (waiting != null) return waiting;
      const session = await options.start(tree, dress);
      return { session, end: () => options.end(session) };
    },
    refill: (skin) => looks.get(JSON.stringify(skin))?.warm?.refill(),
    close: async () => {
      for (const [name, look] of looks) drop(name, look);
      await Promise.all(closing);
    },
  };
}

function openLook(skin: Skin, { folders, warm }: SkinnedOptions): Look {
  const { calendar, root } = skin;
  const clock =
    calendar === null
      ? null
      : shiftClock(secondsAhead(calendar, Date.now() / 1000), folders, `${root}/libraries/calendar.so`);
  const dress = { skin, mounts: clock?.mounts ?? [] };
  const waiting = warm?.(dress) ?? null;
  return {
    dress,
    warm: waiting,
    close: async () => {
      await waiting?.close();
      // A sandbox that still runs has these files mounted, and keeps them.
      clock?.remove();
    },
  };
}
