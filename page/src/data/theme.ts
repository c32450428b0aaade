import { useState } from 'preact/hooks';

export type Theme = 'system' | 'light' | 'dark';

/** Also read by `public/theme.js`, before the first paint. */
const KEY = 'fulcrum-theme';

const changed = new EventTarget();

/** The theme chosen on this page, and what chooses another. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(read);
  const choose = (next: Theme): void => {
    if (next === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A page opened from disk may not store: the choice then holds until it is closed.
    }
    setTheme(next);
    changed.dispatchEvent(new Event('change'));
  };
  return [theme, choose];
}

/** Calls `listener` when colours change, by the switch or by the system; for what is painted on a canvas. */
export function onThemeChange(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  changed.addEventListener('change', listener);
  return () => {
    system.removeEventListener('change', listener);
    changed.removeEventListener('change', listener);
  };
}

/** The value of a palette colour now, as `--run-text`. */
export function themeColor(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}

function read(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}
