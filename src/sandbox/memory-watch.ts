import { readFileSync, readdirSync, statSync, statfsSync } from 'node:fs';

/** Kernel memory of one empty file in a tmpfs with its directory entry, rounded up: slabs shmem_inode_cache and dentry. */
const BYTES_PER_FILE = 1024;

/**
 * Memory held by a sandbox: resident bytes of its first process and all below it, shared pages counted for each, and
 * what the files in its temporary file systems cost the kernel. Nothing leaves the tree: inside a pid namespace
 * everything is below the first process.
 */
export function heldBytes(root: number, temporaryDirectories: readonly string[]): number {
  const view = `/proc/${root}/root`;
  const files = seesHost(view) ? [] : temporaryDirectories.map((path) => filesIn(`${view}${path}`));
  return residentBytes(root) + BYTES_PER_FILE * files.reduce((sum, count) => sum + count, 0);
}

/** True as long as a starting sandbox still has the host's file systems, whose files are not its own. */
function seesHost(view: string): boolean {
  return unlessEnded(() => statSync(`${view}/`).dev === statSync('/').dev) ?? true;
}

function residentBytes(root: number, pageBytes = 4096): number {
  let total = 0;
  const queue = [root];
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    const statm = readText(`/proc/${number}/statm`);
    total += Number(statm.split(' ')[1] ?? 0) * pageBytes;
    for (const thread of threadsOf(number)) {
      queue.push(
        ...readText(`/proc/${number}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
      );
    }
  }
  return total;
}

function filesIn(mount: string): number {
  const size = unlessEnded(() => statfsSync(mount));
  return size === null ? 0 : size.files - size.ffree;
}

function readText(path: string): string {
  return unlessEnded(() => readFileSync(path, 'utf8')) ?? '';
}

function threadsOf(number: number): readonly string[] {
  return unlessEnded(() => readdirSync(`/proc/${number}/task`)) ?? [];
}

function unlessEnded<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    // It has ended, or is not set up as yet and still its caller's secret.
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
