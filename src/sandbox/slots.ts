import { FulcrumError } from '../kernel/errors.ts';

/** Most slots a launcher has: as many user numbers are reserved for it, of those free for each of 2^22 processes. */
export const MAXIMUM_SLOTS = 60;

/** First of the user numbers that neither distributions nor systemd assign (systemd.io/UIDS-GIDS). */
const FREE_USERS = 1_879_048_192;
/** Where the caller's own user namespace holds no such numbers, as in many containers. */
const CONTAINER_USERS = 50_000;
const CONTAINER_LAUNCHERS = 200;

/**
 * The kernel user of slot 0; slot n has the nth after it. Launchers alive at the same time have different ones, because
 * their process numbers differ, so that what runs for one can do nothing to another's.
 *
 * @param userMap text of /proc/self/uid_map: lines of first number inside, first outside, count.
 */
export function firstSlotUser(launcherProcess: number, userMap: string): number {
  const first = FREE_USERS + launcherProcess * MAXIMUM_SLOTS;
  const mapped = userMap.split('\n').some((line) => {
    const [inside, , count] = line.trim().split(/\s+/).map(Number);
    return (
      inside !== undefined &&
      count !== undefined &&
      inside <= first &&
      first + MAXIMUM_SLOTS <= inside + count
    );
  });
  return mapped ? first : CONTAINER_USERS + (launcherProcess % CONTAINER_LAUNCHERS) * MAXIMUM_SLOTS;
}

export interface Slots {
  /** @throws FulcrumError `FULCRUM_E_SANDBOX_SLOTS` when all are in use. */
  readonly take: () => number;
  readonly free: (slot: number) => void;
}

/** Numbers from 0 to `count` - 1, each in use at most once; the most recently freed one, whose files are warm, first. */
export function createSlots(count: number): Slots {
  const available = Array.from({ length: count }, (_, index) => count - 1 - index);
  return {
    take: () => {
      const slot = available.pop();
      if (slot !== undefined) return slot;
      throw new FulcrumError({
        code: 'FULCRUM_E_SANDBOX_SLOTS',
        domain: 'sandbox',
        what: `All ${count} sandbox slots are in use`,
        where: 'sandbox launcher',
        mend: 'Judge fewer candidates at once, or start the launcher with more slots.',
      });
    },
    free: (slot) => void available.push(slot),
  };
}
