import type { EditFault } from './edit-fault.ts';

/** One change that an answer asks for. Lines are without their ends. */
export type EditBlock =
  | {
      readonly kind: 'replace';
      /** Null where the answer names no file. */
      readonly path: string | null;
      readonly search: readonly string[];
      readonly replacement: readonly string[];
    }
  | { readonly kind: 'whole'; readonly path: string; readonly lines: readonly string[] }
  | { readonly kind: 'patch'; readonly patch: string };

export interface ReadBlocks {
  readonly blocks: readonly EditBlock[];
  readonly faults: readonly EditFault[];
}

interface Fence {
  readonly marks: string;
  readonly words: readonly string[];
}

const SEARCH = /^<{7} ?SEARCH\s*$/;
const DIVIDER = /^={7}\s*$/;
const REPLACE = /^>{7} ?REPLACE\s*$/;
const PATCH_LINE = /^(?:[ +\-@\\]|$|diff |index |new |deleted |old |similarity |rename |copy |Binary )/;

/**
 * Finds the edits in a text: search/replace blocks, fenced whole files with their path in the line before or behind the
 * fence's language, and unified diffs, fenced or bare. What is none of these is talk, and passed over; an edit that breaks
 * off is a fault.
 *
 * @param known paths that are recognised whatever characters they have
 */
export function readEditBlocks(text: string, known: readonly string[]): ReadBlocks {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const paths = new Set(known);
  const blocks: EditBlock[] = [];
  const faults: EditFault[] = [];
  let path: string | null = null;
  /** The fence around search/replace blocks that are being read. */
  let around: Fence | null = null;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const fence = fenceOf(line);
    if (SEARCH.test(line)) {
      const block = readReplacement(lines, at, path);
      if ('fault' in block) {
        faults.push(block.fault);
        break;
      }
      blocks.push(block.block);
      at = block.next;
    } else if (around !== null && closes(line, around)) {
      around = null;
      at += 1;
    } else if (startsPatch(lines, at)) {
      let end = at;
      while (end < lines.length && PATCH_LINE.test(lines[end]!)) end += 1;
      blocks.push({ kind: 'patch', patch: patchText(lines.slice(at, end)) });
      path = null;
      at = end;
    } else if (fence !== null) {
      const named: string | null = namedIn(fence, paths) ?? path;
      if (holdsReplacement(lines, at + 1)) {
        path = named;
        around = fence;
        at += 1;
        continue;
      }
      const end = closingLine(lines, at, fence);
      const inside = lines.slice(at + 1, end);
      const isPatch = ['diff', 'patch'].includes(fence.words[0] ?? '') || startsPatch(inside, 0);
      if (end === lines.length && (isPatch || named !== null))
        faults.push(brokenOff(named, 'a fenced block'));
      else if (isPatch) blocks.push({ kind: 'patch', patch: patchText(inside) });
      else if (named !== null) blocks.push({ kind: 'whole', path: named, lines: inside });
      path = null;
      at = end + 1;
    } else {
      // Blocks in a row are of one file; any other line ends what a path line stands for.
      if (line.trim() !== '') path = pathIn(line, paths);
      at += 1;
    }
  }
  return { blocks, faults };
}

function readReplacement(
  lines: readonly string[],
  start: number,
  path: string | null,
): { readonly block: EditBlock; readonly next: number } | { readonly fault: EditFault } {
  const end = lines.findIndex((line, index) => index > start && REPLACE.test(line));
  const inside = lines.slice(start + 1, end);
  const dividers = inside.filter((line) => DIVIDER.test(line)).length;
  // A block that broke off before another one would take that one's halves for its own.
  if (end === -1 || dividers === 0 || inside.some((line) => SEARCH.test(line)))
    return { fault: brokenOff(path, 'a search/replace block') };
  if (dividers > 1) {
    const hint = 'Send the whole file in a fence below its path.';
    return { fault: { path, what: 'a search/replace block has more than one dividing line', hint } };
  }
  const divider = inside.findIndex((line) => DIVIDER.test(line));
  const [search, replacement] = [inside.slice(0, divider), inside.slice(divider + 1)];
  return { block: { kind: 'replace', path, search, replacement }, next: end + 1 };
}

function fenceOf(line: string): Fence | null {
  const match = /^(`{3,}|~{3,})([^`]*)$/.exec(line);
  if (match === null) return null;
  return {
    marks: match[1]!,
    words: match[2]!
      .trim()
      .split(/[\s:=]+/)
      .filter((word) => word !== ''),
  };
}

function namedIn({ words }: Fence, known: ReadonlySet<string>): string | null {
  return words.map((word) => pathIn(word, known)).find((path) => path !== null) ?? null;
}

function closes(line: string, { marks }: Fence): boolean {
  const text = line.trimEnd();
  return text.length >= marks.length && text === marks[0]!.repeat(text.length);
}

function closingLine(lines: readonly string[], start: number, fence: Fence): number {
  const end = lines.findIndex((line, index) => index > start && closes(line, fence));
  return end === -1 ? lines.length : end;
}

function holdsReplacement(lines: readonly string[], at: number): boolean {
  const first = lines.slice(at, at + 3).find((line) => line.trim() !== '');
  return first !== undefined && SEARCH.test(first);
}

function startsPatch(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.startsWith('diff --git ')) return true;
  return line.startsWith('--- ') && (lines[at + 1] ?? '').startsWith('+++ ');
}

function patchText(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** The path a line consists of, apart from the decoration people and models put around one. */
function pathIn(line: string, known: ReadonlySet<string>): string | null {
  const bare = line
    .trim()
    .replace(/^(?:#+|[-*]|\d+\.)\s+/, '')
    .replace(/^(?:\*\*)?(?:file|path)(?:name)?\s*:\s*(?:\*\*)?/i, '')
    .replace(/:?[*`"']*:?$/, '')
    .replace(/^[*`"']+/, '')
    .trim();
  if (known.has(bare)) return bare;
  return /^[^\s<>|"'`*=;(){}]+$/.test(bare) && /[./][\w-]/.test(bare) ? bare : null;
}

function brokenOff(path: string | null, what: string): EditFault {
  return { path, what: `${what} breaks off`, hint: 'Send the whole answer again, each block to its end.' };
}
