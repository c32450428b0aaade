import type { Halt } from '../guards/halt.ts';

const POLL_MILLISECONDS = 250;

/**
 * Waits for a proposer, but not past the moment that a guard halts the run: a person or a model may take for ever.
 *
 * @param proposed never rejects
 * @returns why the run ends, or null when the proposer was done first
 */
export async function haltWhile(
  proposed: Promise<unknown>,
  haltNow: () => Halt | null,
): Promise<Halt | null> {
  const halted = Promise.withResolvers<Halt>();
  const timer = setInterval(() => {
    try {
      const halt = haltNow();
      if (halt !== null) halted.resolve(halt);
    } catch (error) {
      halted.reject(error);
    }
  }, POLL_MILLISECONDS);
  try {
    return await Promise.race([proposed.then(() => null), halted.promise]);
  } finally {
    clearInterval(timer);
  }
}
