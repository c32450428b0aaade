import { useEffect, useRef } from 'preact/hooks';

/** What a key does: `key` as the keyboard event names it, or two pressed one after the other, as `g o`. */
export interface KeyBinding {
  readonly key: string;
  /** In a few words, for the help. */
  readonly does: string;
  readonly run: () => void;
}

/** Longest time between the two keys of a pair, in milliseconds. */
const PAIR = 1200;

const bound = new Set<{ readonly current: readonly KeyBinding[] }>();

/** Binds keys while the component is there. They are silent while somebody types into a field. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const held = useRef(bindings);
  held.current = bindings;
  useEffect(() => {
    bound.add(held);
    return () => {
      bound.delete(held);
    };
  }, []);
}

/** Everything that is bound now, each key once: what the help lists. */
export function boundKeys(): readonly KeyBinding[] {
  const all = [...bound].flatMap(({ current }) => current);
  return [...new Map(all.map((binding) => [binding.key, binding])).values()];
}

/** Starts listening, once for the page. */
export function listenForKeys(): void {
  let first: { readonly key: string; readonly at: number } | null = null;
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target))
      return;
    const pressed =
      first !== null && event.timeStamp - first.at < PAIR ? `${first.key} ${event.key}` : event.key;
    const keys = boundKeys();
    const binding = keys.find(({ key }) => key === pressed);
    first = keys.some(({ key }) => key.startsWith(`${event.key} `))
      ? { key: event.key, at: event.timeStamp }
      : null;
    if (binding === undefined) return;
    event.preventDefault();
    first = null;
    binding.run();
  });
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
