import type { OpenSubject } from '../define.ts';

/** A companion that ends when its answers have taken so many seconds together, by the oracle's clock. */
export function withTimeLimit(subject: OpenSubject, seconds: number): OpenSubject {
  let left = seconds * 1000;
  return {
    ...subject,
    ask: async (...args) => {
      if (left <= 0)
        return {
          kind: 'ended',
          status: 'timeout',
          reason: `its answers took longer than ${seconds} s together`,
          milliseconds: 0,
        };
      const started = performance.now();
      const timer = setTimeout(() => void subject.end(), left);
      try {
        return await subject.ask(...args);
      } finally {
        clearTimeout(timer);
        left -= performance.now() - started;
      }
    },
  };
}
