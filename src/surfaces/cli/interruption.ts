import { EXIT_CODES } from './exit-code.ts';

export interface Interruption {
  /** Aborted by the first interrupt: finish cleanly. */
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/**
 * Interrupts as people use them: the first asks for a clean end, the second ends at once. Ending at once loses nothing:
 * every decision is durable, and sandboxes die with this process.
 */
export function watchInterrupts(notice: (line: string) => void): Interruption {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_CODES.halted);
    controller.abort();
    notice('Finishing the decision in hand; interrupt again to end at once.');
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return {
    signal: controller.signal,
    release: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onInterrupt);
    },
  };
}
