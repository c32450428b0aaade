import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { lintSource } from '@secretlint/core';
import { rules } from '@secretlint/secretlint-rule-preset-recommend';

/** A secret that was found, told without it. */
export interface FoundSecret {
  /** As `@secretlint/secretlint-rule-aws`. */
  readonly rule: string;
  /** From 1 on. */
  readonly line: number;
  /** SHA-256 of rule and secret; stays in the oracle. */
  readonly identity: string;
}

/** Lets the code under judgement say `secretlint-disable`. */
const FILTER_RULE = '@secretlint/secretlint-rule-filter-comments';
/** Key ids of AWS are left out by default. */
const OPTIONS = { enableIDScanRule: true };
const SCANNING = rules
  .filter((rule) => rule.meta.id !== FILTER_RULE)
  .map((rule) => ({ id: rule.meta.id, rule, options: OPTIONS }));

/** All secrets of one text that the recommended rules of secretlint know. */
export async function scanForSecrets(path: string, content: string): Promise<readonly FoundSecret[]> {
  const { messages } = await lintSource({
    source: { filePath: path, content, ext: extname(path), contentType: 'text' },
    options: { noPhysicFilePath: true, config: { rules: SCANNING } },
  });
  return messages.map(({ ruleId, range: [start, end], loc }) => ({
    rule: ruleId,
    line: loc.start.line,
    identity: createHash('sha256')
      .update(`${ruleId}\0${content.slice(start, end)}`)
      .digest('hex'),
  }));
}
