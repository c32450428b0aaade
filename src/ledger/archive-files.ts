import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';

/** Files of a run directory by path, beneath it and with `/` between folders. */
export type RunFiles = Iterable<readonly [path: string, bytes: Uint8Array]>;

/** Enclosure that says which files travel along: what is missing, surplus or changed on the way is found out by it. */
export const FILES_LIST = 'files.json';

const filesList = z.record(
  z.string(),
  z.strictObject({ bytes: z.number().int().nonnegative(), sha256: z.string() }),
);

/** Puts files into an archive, one in memory at a time, and returns their list. */
export function packFiles(archive: DatabaseSync, files: RunFiles): string {
  archive.exec('CREATE TABLE files (path TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT');
  const insert = archive.prepare('INSERT INTO files VALUES (?, ?)');
  const list: { [path: string]: z.infer<typeof filesList>[string] } = {};
  for (const [path, bytes] of files) {
    insert.run(path, bytes);
    list[path] = factsOf(bytes);
  }
  return `${JSON.stringify(list, null, 2)}\n`;
}

/**
 * Takes the files out of an archive into a folder, and their table with them. An archive of before there were files has
 * neither table nor list.
 *
 * @param list the text of the archive's list; null without one
 * @param isRunFile whether a path is one of those that a run has: no other is written
 * @throws Error saying which file is missing, surplus, changed or none of a run's
 */
export function unpackFiles(
  archive: DatabaseSync,
  list: string | null,
  folder: string,
  isRunFile: (path: string) => boolean,
): void {
  const hasTable = archive.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'files'").get() !== undefined;
  const listed = new Map(Object.entries(list === null ? {} : filesList.parse(JSON.parse(list))));
  if (hasTable) {
    for (const row of archive.prepare('SELECT path, bytes FROM files').iterate()) {
      const { path, bytes } = row as { readonly path: string; readonly bytes: Uint8Array };
      const facts = listed.get(path);
      if (facts === undefined) throw new Error(`it holds ${path}, which its list does not name`);
      if (!isRunFile(path)) throw new Error(`it holds ${path}, which is no file of a run`);
      const { bytes: size, sha256 } = factsOf(bytes);
      if (size !== facts.bytes || sha256 !== facts.sha256) throw new Error(`${path} was changed on its way`);
      listed.delete(path);
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes, { flag: 'wx', mode: 0o600, flush: true });
    }
    archive.exec('DROP TABLE files');
  }
  const [missing] = listed.keys();
  if (missing !== undefined) throw new Error(`${missing} is missing`);
}

function factsOf(bytes: Uint8Array): { readonly bytes: number; readonly sha256: string } {
  return { bytes: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
}
