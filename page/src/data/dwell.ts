import { useEffect, useRef } from 'preact/hooks';

/**
 * How long something has been before a person's eyes: seconds since it was first shown, while the page was in sight.
 *
 * @param subject counted anew when it changes; null counts nothing
 */
export function useDwell(subject: string | null): () => number {
  const seen = useRef({ milliseconds: 0, since: 0 });
  useEffect(() => {
    seen.current = { milliseconds: 0, since: subject === null || document.hidden ? 0 : performance.now() };
    if (subject === null) return;
    const changed = (): void => {
      seen.current = { milliseconds: elapsed(seen.current), since: document.hidden ? 0 : performance.now() };
    };
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, [subject]);
  return () => elapsed(seen.current) / 1000;
}

function elapsed({ milliseconds, since }: { readonly milliseconds: number; readonly since: number }): number {
  return milliseconds + (since === 0 ? 0 : performance.now() - since);
}
