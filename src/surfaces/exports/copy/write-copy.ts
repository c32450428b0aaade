import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FulcrumError } from '../../../kernel/errors.ts';
import { PAGE_FOLDER } from '../../view/page-files.ts';
import type { RunCard } from '../../view/protocol.ts';
import { checkEmptyFolder } from '../../empty-folder.ts';
import { guarded, writePieces } from '../write-export.ts';
import type { Collected, CopyLimits } from './collect.ts';
import { collect } from './collect.ts';
import { folderPage, oneFilePage } from './copy-page.ts';
import { viewInProcess } from './in-process.ts';
import type { PageParts } from './page-parts.ts';
import { readPageParts } from './page-parts.ts';

export type CopyKind = 'one-file' | 'bundle';

export interface WrittenCopy {
  readonly path: string;
  readonly candidates: Collected['candidates'];
}

/** One file is sent around and parsed as a whole; a folder loads a part at a time. */
const LIMITS: { readonly [kind in CopyKind]: CopyLimits } = {
  'one-file': { candidates: 2000, entries: 20_000 },
  bundle: { candidates: 20_000, entries: 200_000 },
};

/**
 * Writes the page of `fulcrum view` with a run's data, to be opened from disk: one HTML file, or an empty folder's
 * `index.html` with files beside it.
 *
 * @param directories of the run, and of its control where it has one
 * @param page folder with the built page
 * @throws FulcrumError `FULCRUM_E_PAGE_NOT_BUILT`, `FULCRUM_E_TARGET_NOT_EMPTY`, `FULCRUM_E_EXPORT_UNWRITABLE`
 */
export async function writeCopy(
  kind: CopyKind,
  directories: readonly string[],
  target: string,
  page = PAGE_FOLDER,
): Promise<WrittenCopy> {
  const parts = readPageParts(page);
  const path = resolve(target);
  if (kind === 'bundle') guarded(path, () => checkEmptyFolder(path));
  const view = await viewInProcess(directories);
  try {
    checkReadable(view.cards[0]!, directories[0]!);
    const collected = await collect(view, LIMITS[kind]);
    const title = `${view.cards[0]!.task} · Fulcrum`;
    if (kind === 'one-file') writePieces([oneFilePage(title, parts, collected)], path);
    else guarded(path, () => writeFolder(path, title, parts, collected));
    return { path, candidates: collected.candidates };
  } finally {
    view.close();
  }
}

function writeFolder(folder: string, title: string, parts: PageParts, collected: Collected): void {
  for (const [path, text] of folderPage(title, parts, collected)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function checkReadable({ phase, reason }: RunCard, directory: string): void {
  if (phase !== 'unreadable' && phase !== 'empty') return;
  const isEmpty = phase === 'empty';
  throw new FulcrumError({
    code: isEmpty ? 'FULCRUM_E_RUN_EMPTY' : 'FULCRUM_E_LEDGER_DAMAGED',
    domain: isEmpty ? 'usage' : 'ledger',
    what: isEmpty ? 'the run has recorded nothing yet' : `the run cannot be read: ${reason ?? 'damaged'}`,
    where: directory,
    mend: isEmpty ? 'Start it again with `fulcrum run`' : 'See what is sound of it with `fulcrum verify`',
  });
}
