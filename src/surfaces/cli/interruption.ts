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

export interface AwaitedInterrupt {
  /** Resolves with the first interrupt. */
  readonly promise: Promise<void>;
  readonly happened: () => boolean;
  /** From here on an interrupt does what it would have done without anybody waiting. */
  readonly release: () => void;
}

/** For what goes on until it is interrupted: the first interrupt ends the waiting, a second one the process. */
export function awaitInterrupt(): AwaitedInterrupt {
  let happened = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const release = (): void => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onInterrupt);
  };
  const onInterrupt = (): void => {
    happened = true;
    release();
    resolve();
  };
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return { promise, happened: () => happened, release };
}

/**
 * For what looks often whether it was interrupted. Its handlers stay until they are released: where nobody else's were
 * left, a live view would take an interrupt for the end of the process.
 */
export function noticeInterrupts(): Pick<AwaitedInterrupt, 'happened' | 'release'> {
  let happened = false;
  const onInterrupt = (): void => void (happened = true);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onInterrupt);
  return {
    happened: () => happened,
    release: () => {
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onInterrupt);
    },
  };
}
