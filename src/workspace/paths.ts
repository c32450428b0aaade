import picomatch from 'picomatch';

/** Why a path cannot be one of a workspace, or null when it can. */
export function pathFault(path: string): string | null {
  if (path === '') return 'is empty';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  if (path.includes('\\') || path.includes('\0')) return 'holds a backslash or a NUL';
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) return 'holds an empty, "." or ".." part';
  if (names.some((name) => name.toLowerCase() === '.git')) return 'lies in a .git folder';
  return null;
}

/** A test for workspace paths; dot files match like others. An empty list matches nothing. */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch([...globs], { dot: true });
}
