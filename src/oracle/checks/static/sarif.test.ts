import { expect, test } from 'vitest';
import { readSarif } from './sarif.ts';

const driver = {
  name: 'tool',
  rules: [
    { id: 'quiet', defaultConfiguration: { level: 'note' } },
    { id: 'off', defaultConfiguration: { level: 'none' } },
  ],
};

function read(run: object, rest: object = {}) {
  const log = { version: '2.1.0', runs: [{ tool: { driver }, results: [], ...run }], ...rest };
  return readSarif(new TextEncoder().encode(JSON.stringify(log)));
}

function levelOf(result: object) {
  const reading = read({ results: [{ message: { text: 'm' }, ...result }] });
  return reading.kind === 'findings' ? (reading.findings[0]?.level ?? null) : reading.reason;
}

/* Section 3.27.10 of SARIF 2.1.0: the level where none is given. */
test.each([
  [{ ruleId: 'other' }, 'warning'],
  [{ ruleId: 'quiet' }, 'note'],
  [{ ruleIndex: 0 }, 'note'],
  [{ rule: { index: 0 } }, 'note'],
  [{ ruleId: 'quiet', level: 'error' }, 'error'],
  [{ ruleId: 'off' }, null],
  [{ ruleId: 'x', kind: 'pass', level: 'none' }, null],
  [{ ruleId: 'x', kind: 'informational' }, null],
  [{ ruleId: 'x', kind: 'open' }, 'warning'],
])('level of %j: %s', (result, level) => {
  expect(levelOf(result)).toBe(level);
});

test('a place given by index is looked up, and names are decoded', () => {
  const reading = read({
    artifacts: [{ location: { uri: 'a%20b.c' } }],
    results: [
      {
        message: { text: 'm' },
        locations: [{ physicalLocation: { artifactLocation: { index: 0 }, region: { startLine: 3 } } }],
        partialFingerprints: { b: '2', a: '1' },
      },
    ],
  });
  expect(reading).toMatchObject({
    findings: [{ uri: 'a b.c', line: 3, fingerprint: '[["a","1"],["b","2"]]' }],
  });
});

test.each([
  ['another version', read({}, { version: '2.0.0' })],
  ['no run', read({}, { runs: [] })],
  ['results that are null', read({ results: null })],
  ['no results', read({ results: undefined })],
  ['a run that failed', read({ invocations: [{ executionSuccessful: false }] })],
  ['a result without a message', read({ results: [{ ruleId: 'x' }] })],
  ['a level that there is not', read({ results: [{ message: {}, level: 'fatal' }] })],
  [
    'a line that is no number',
    read({ results: [{ message: {}, locations: [{ physicalLocation: { region: { startLine: '1' } } }] }] }),
  ],
  ['too many results', read({ results: Array.from({ length: 50_001 }, () => 0) })],
  ['too deep a property', read({}, { properties: JSON.parse('['.repeat(200) + ']'.repeat(200)) })],
  ['no JSON', readSarif(new Uint8Array([0xff, 0xfe, 0]))],
])('%s makes it unreadable', (_, reading) => {
  expect(reading.kind).toBe('unreadable');
});

test('unknown fields and brackets in texts are allowed', () => {
  expect(read({ columnKind: 'utf16CodeUnits', note: '['.repeat(500) }, { $schema: 'x', more: [{}] })).toEqual(
    {
      kind: 'findings',
      findings: [],
    },
  );
});
