import picomatch from 'picomatch';

/** Longest name most file systems take, and a path that leaves room for the folder it is written into; in bytes. */
const MAXIMUM_NAME_BYTES = 255;
const MAXIMUM_PATH_BYTES = 2048;

/** Why a path cannot be one of a workspace, or null when it can. */
export function pathFault(path: string): string | null {
  if (path === '') return 'is empty';
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return 'is absolute';
  if (path.includes('\\') || /\p{Cc}/u.test(path)) return 'holds a backslash or a control character';
  if (!path.isWellFormed() || path.includes('\ufffd')) return 'is not valid Unicode';
  const names = path.split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..'))
    return 'holds an empty, "." or ".." part';
  if (names.some((name) => name.toLowerCase() === '.git')) return 'lies in a .git folder';
  if (names.some((name) => Buffer.byteLength(name) > MAXIMUM_NAME_BYTES))
    return 'has a name of over 255 bytes';
  return Buffer.byteLength(path) > MAXIMUM_PATH_BYTES ? 'has over 2048 bytes' : null;
}

/** A test for workspace paths; dot files match like others. An empty list matches nothing. */
export function pathMatcher(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  return picomatch([...globs], { dot: true });
}
