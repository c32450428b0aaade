/** What a sanitizer said, without what differs between equal runs. */
export interface SanitizerReport {
  /** As `AddressSanitizer: heap-buffer-overflow` or `signed integer overflow`. */
  readonly kind: string;
  /** Innermost first: function and place. */
  readonly frames: readonly string[];
}

const MOST_FRAMES = 5;
const MOST_TEXT = 160;
const NUMBERS = /0x[0-9a-f]+|-?\b\d[\d.e+]*\b/gi;

/* Headings as compiler-rt prints them (sanitizer_common, ubsan_diag.cpp, tsan_report.cpp). */
const HEADING = /(?:ERROR|WARNING): (\w+Sanitizer): ([^\n(]+)/;
const UNDEFINED = /^(?:(\S+:\d+):\d+: )?runtime error: ([^\n]+)/m;
const FATAL = /(\w+Sanitizer): ?CHECK failed|FATAL: (\w+Sanitizer)/;
const FRAME = /^\s+#\d+ (?:0x[0-9a-f]+ )?(?:in )?(.+)$/gim;
/** Where the sandbox puts the candidate's copy. */
const FOLDER = /\S*\/work\//g;

/** The first report in a log, or null when it holds none. */
export function readSanitizerReport(log: string): SanitizerReport | null {
  const heading = HEADING.exec(log);
  const undefinedBehaviour = UNDEFINED.exec(log);
  const frames = [...log.matchAll(FRAME)].slice(0, MOST_FRAMES).map(([, frame]) => place(frame!));
  if (heading !== null) {
    const [, tool, what] = heading;
    return {
      kind: `${tool}: ${what!
        .split(/ on | in | at /)[0]!
        .trim()
        .slice(0, MOST_TEXT)}`,
      frames,
    };
  }
  if (undefinedBehaviour !== null) {
    const [, where, what] = undefinedBehaviour;
    const kind = what!.split(':')[0]!.replaceAll(NUMBERS, '#').slice(0, MOST_TEXT);
    return { kind, frames: where === undefined ? frames : [place(where), ...frames].slice(0, MOST_FRAMES) };
  }
  const fatal = FATAL.exec(log);
  if (fatal !== null) return { kind: `${fatal[1] ?? fatal[2]} failed itself`, frames };
  return null;
}

function place(frame: string): string {
  return frame
    .replaceAll(FOLDER, '')
    .replaceAll(/ \([^()]*\+0x[0-9a-f]+\)/gi, '')
    .replaceAll(/0x[0-9a-f]+/gi, '#')
    .slice(0, MOST_TEXT);
}
