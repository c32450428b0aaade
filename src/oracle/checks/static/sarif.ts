import { z } from 'zod';

export type FindingLevel = 'error' | 'warning' | 'note';

/** What a tool found, reduced to what a gate needs. */
export interface Finding {
  readonly rule: string;
  readonly level: FindingLevel;
  readonly message: string;
  /** As the tool wrote it, percent-decoded; null for a finding about no file. */
  readonly uri: string | null;
  /** From 1 on; null for a whole file. */
  readonly line: number | null;
  /** The tool's own identity of the finding, which survives moved lines; null when it gives none. */
  readonly fingerprint: string | null;
  /** The tool was told to keep quiet about it. */
  readonly suppressed: boolean;
}

export type SarifReading =
  | { readonly kind: 'findings'; readonly findings: readonly Finding[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Far above what tools nest, and far below what makes a walk over the value dangerous. */
const MOST_DEPTH = 100;
const MOST_RUNS = 100;
const MOST_FINDINGS = 50_000;
const MOST_TEXT = 10_000;

/* SARIF 2.1.0 (OASIS standard, 2020), sections 3.13 (sarifLog), 3.14 (run), 3.27 (result). Unknown fields are left out. */
const fingerprints = z.record(z.string(), z.string()).optional();
const index = z.int().min(-1).optional();
const level = z.enum(['none', 'note', 'warning', 'error']).optional();
const location = z.object({
  physicalLocation: z
    .object({
      artifactLocation: z.object({ uri: z.string().optional(), index }).optional(),
      region: z.object({ startLine: z.int().positive().optional() }).optional(),
    })
    .optional(),
});
const result = z.object({
  ruleId: z.string().optional(),
  ruleIndex: index,
  rule: z.object({ id: z.string().optional(), index }).optional(),
  kind: z.enum(['notApplicable', 'pass', 'fail', 'review', 'open', 'informational']).optional(),
  level,
  message: z.object({
    text: z.string().optional(),
    markdown: z.string().optional(),
    id: z.string().optional(),
  }),
  locations: z.array(location).optional(),
  fingerprints,
  partialFingerprints: fingerprints,
  suppressions: z.array(z.unknown()).nullable().optional(),
});
const rule = z.object({ id: z.string(), defaultConfiguration: z.object({ level }).optional() });
const run = z.object({
  tool: z.object({ driver: z.object({ name: z.string(), rules: z.array(rule).optional() }) }),
  invocations: z.array(z.object({ executionSuccessful: z.boolean() })).optional(),
  artifacts: z.array(z.object({ location: z.object({ uri: z.string().optional() }).optional() })).optional(),
  results: z.array(z.unknown()).nullable().optional(),
});
const log = z.object({ version: z.literal('2.1.0'), runs: z.array(run).max(MOST_RUNS) });

type Run = z.infer<typeof run>;
type Result = z.infer<typeof result>;

/**
 * Reads a SARIF 2.1.0 log. Fields it does not know are allowed; a missing or malformed one that it needs makes the whole
 * log unreadable, as does a run that says of itself that it failed or never looked (`results` absent or null, 3.14.23).
 *
 * @param bytes UTF-8, with a byte order mark or without
 */
export function readSarif(bytes: Uint8Array): SarifReading {
  const text = new TextDecoder().decode(bytes);
  if (depthOf(text) > MOST_DEPTH) return unreadable(`it is nested more than ${MOST_DEPTH} levels deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('it is no JSON');
  }
  const parsed = log.safeParse(value);
  if (!parsed.success) return unreadable(described(parsed.error));
  const { runs } = parsed.data;
  if (runs.length === 0) return unreadable('it holds no run');
  if (runs.reduce((sum, { results }) => sum + (results?.length ?? 0), 0) > MOST_FINDINGS)
    return unreadable(`it holds more than ${MOST_FINDINGS} results`);
  const findings: Finding[] = [];
  for (const one of runs) {
    const { name } = one.tool.driver;
    if (one.results === undefined || one.results === null)
      return unreadable(`the run of ${quoted(name)} looked at nothing: it has no results`);
    if (one.invocations?.some(({ executionSuccessful }) => !executionSuccessful) === true)
      return unreadable(`the run of ${quoted(name)} says that it failed`);
    for (const entry of one.results) {
      const read = result.safeParse(entry);
      if (!read.success) return unreadable(`a result is malformed: ${described(read.error)}`);
      const finding = findingIn(read.data, one);
      if (finding !== null) findings.push(finding);
    }
  }
  return { kind: 'findings', findings };
}

/** Null for a result that reports no problem (3.27.9, 3.27.10). */
function findingIn(entry: Result, { tool, artifacts = [] }: Run): Finding | null {
  const { rules = [] } = tool.driver;
  const ruleIndex = entry.rule?.index ?? entry.ruleIndex ?? -1;
  const named = entry.rule?.id ?? entry.ruleId;
  const declared = rules[ruleIndex] ?? rules.find(({ id }) => id === named);
  const ruleName = named ?? declared?.id ?? '';
  const kind = entry.kind ?? 'fail';
  const given = entry.level ?? declared?.defaultConfiguration?.level ?? 'warning';
  if (kind === 'pass' || kind === 'notApplicable' || kind === 'informational') return null;
  // What a person would have to look at counts as what it may be.
  const effective = kind === 'fail' ? given : 'warning';
  if (effective === 'none') return null;
  const place = entry.locations?.[0]?.physicalLocation;
  const uri =
    place?.artifactLocation?.uri ?? artifacts[place?.artifactLocation?.index ?? -1]?.location?.uri ?? null;
  return {
    rule: ruleName.slice(0, MOST_TEXT),
    level: effective,
    message: (entry.message.text ?? entry.message.markdown ?? entry.message.id ?? '').slice(0, MOST_TEXT),
    uri: uri === null ? null : decoded(uri.slice(0, MOST_TEXT)),
    line: place?.region?.startLine ?? null,
    fingerprint: fingerprintOf(entry.fingerprints) ?? fingerprintOf(entry.partialFingerprints),
    suppressed: (entry.suppressions?.length ?? 0) > 0,
  };
}

function fingerprintOf(given: { readonly [name: string]: string } | undefined): string | null {
  const entries = Object.entries(given ?? {}).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return entries.length === 0 ? null : JSON.stringify(entries);
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** How deep brackets are nested, without building anything. Brackets in texts do not count. */
function depthOf(text: string): number {
  let [depth, deepest, inText] = [0, 0, false];
  for (let place = 0; place < text.length; place += 1) {
    const character = text[place];
    if (inText) {
      if (character === '\\') place += 1;
      else if (character === '"') inText = false;
    } else if (character === '"') inText = true;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}

function described(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue!.path.join('.') || 'the log'}: ${issue!.message}`.slice(0, 200);
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 60));
}

function unreadable(reason: string): SarifReading {
  return { kind: 'unreadable', reason };
}
