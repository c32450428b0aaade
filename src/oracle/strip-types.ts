import { createHash } from 'node:crypto';
import { transformSync } from 'oxc-transform';
import type { FileTransform } from '../workspace/materialise.ts';
import { nestsTooDeep } from '../workspace/nesting.ts';

const TYPED = /\.[mc]?ts$/;
const REMEMBERED = 512;

/**
 * Strips types from TypeScript files and leaves others alone; names stay as they are. A file that is no valid
 * TypeScript, or nests too deep to be read, stays as it is: loading it then fails in the sandbox, as a verdict on the
 * candidate. Recent results are kept, since candidates share most files.
 */
export function typeStripper(): FileTransform {
  const recent = new Map<string, Uint8Array>();
  return (path, bytes) => {
    if (!TYPED.test(path) || path.endsWith('.d.ts')) return bytes;
    const key = `${path}\0${createHash('sha256').update(bytes).digest('base64')}`;
    const stripped = recent.get(key) ?? stripTypes(path, bytes);
    recent.delete(key);
    recent.set(key, stripped);
    if (recent.size > REMEMBERED) recent.delete(recent.keys().next().value!);
    return stripped;
  };
}

/** The JavaScript of one TypeScript file, or its bytes unchanged when it is not valid. */
export function stripTypes(path: string, bytes: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(bytes);
  if (nestsTooDeep(text)) return bytes;
  const { code, errors } = transformSync(path, text, {
    target: 'esnext',
    typescript: { onlyRemoveTypeImports: false, rewriteImportExtensions: false },
  });
  return errors.length > 0 ? bytes : new TextEncoder().encode(code);
}
