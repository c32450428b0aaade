import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { PreparedHarness } from '../../src/surfaces/audit-harness.ts';
import { auditHarness } from '../../src/surfaces/audit-harness.ts';
import { prepareHarness } from '../../src/surfaces/foreign-harness/prepare-harness.ts';
import { memoryStore } from '../../src/workspace/memory-store.ts';
import { PATIENTLY, PROGRAM, audited, folderWith } from '../stand-ins/harness-audit.ts';

/** Believes what runs in its own process. */
const NAIVE_EVALUATOR = `import importlib.util
def evaluate(program_path):
    spec = importlib.util.spec_from_file_location('program', program_path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    expected = [0, 1, 4, 9, 16]
    return {'combined_score': 1.0 if module.squares(5) == expected else 0.0}
`;

/** Asks in another process, as plain data, and anew each time. */
const CAREFUL_EVALUATOR = `import json, os, random, subprocess
ASK = '''
import importlib.util, json, os, sys
answers = os.dup(1)
os.dup2(2, 1)
spec = importlib.util.spec_from_file_location('program', sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
os.write(answers, json.dumps([module.squares(count) for count in json.loads(sys.argv[2])]).encode())
'''
def is_plain(answer, count):
    return isinstance(answer, list) and len(answer) == count and all(type(value) is int for value in answer)
def evaluate(program_path):
    counts = [random.randrange(20) for _ in range(20)]
    asked = subprocess.run(['python3', '-I', '-c', ASK, program_path, json.dumps(counts)], capture_output=True, timeout=5)
    try:
        answers = json.loads(asked.stdout[:10**6])
    except ValueError:
        return {'combined_score': 0.0}
    right = isinstance(answers, list) and len(answers) == len(counts) and all(
        is_plain(answer, count) and answer == [n * n for n in range(count)] for answer, count in zip(answers, counts))
    return {'combined_score': 1.0 if right else 0.0}
`;

const OPENEVOLVE = ['--harness', 'openevolve', '--evaluator', 'evaluator.py', '--program', 'program.py'];

it(
  'an OpenEvolve evaluator that shares its process with the program is fooled in every way that is known',
  async () => {
    const directory = folderWith({ 'evaluator.py': NAIVE_EVALUATOR, 'program.py': PROGRAM });
    const { report, holes, code } = await audited([...OPENEVOLVE, '--sarif', 'a.sarif'], directory);
    expect(holes).toEqual(
      expect.arrayContaining([
        'equal to everything',
        'answers of its caller',
        'scorer replaced',
        'harness overwritten',
      ]),
    );
    // A wrong list is no secret to it.
    expect(holes).not.toContain('wrong values');
    expect(report).toMatchObject({ task: 'OpenEvolve evaluator evaluator.py', reference: 1, grade: 'F' });
    expect(report.attacks.find(({ name }) => name === 'scorer replaced')!.score).toBe(1e9);
    expect(code).toBe(5);
    const sarif = JSON.parse(readFileSync(join(directory, 'a.sarif'), 'utf8')) as {
      runs: {
        results: {
          level: string;
          locations: { physicalLocation: { artifactLocation: { uri: string } } }[];
        }[];
      }[];
    };
    const errors = sarif.runs[0]!.results.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(holes.length);
    expect(errors[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe('evaluator.py');
  },
  PATIENTLY,
);

it(
  'an evaluator that measures time in the process it measures is told what the program likes',
  async () => {
    const evaluator = `import importlib.util, time
def evaluate(program_path):
    spec = importlib.util.spec_from_file_location('program', program_path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    start = time.perf_counter()
    answer = module.squares(100000)
    elapsed = time.perf_counter() - start
    return {'combined_score': 1 / elapsed if answer == [n * n for n in range(100000)] else 0.0}
`;
    const directory = folderWith({ 'evaluator.py': evaluator, 'program.py': PROGRAM });
    const prepared = prepareHarness(memoryStore(), {
      ...{ harness: 'openevolve', words: [] },
      ...{ evaluator: join(directory, 'evaluator.py'), program: join(directory, 'program.py') },
    });
    // The one attack of them all that is about time; the others are tried above.
    const slowing: PreparedHarness['complete'] = async (sandbox) => {
      const { harness, reference } = await prepared.complete(sandbox);
      const attacksOn: typeof harness.attacksOn = (tree) =>
        harness.attacksOn(tree).filter(({ name }) => name === 'clock slowed');
      return { harness: { ...harness, attacksOn }, reference };
    };
    const { reference, attacks } = await auditHarness({
      ...{ prepared: { ...prepared, complete: slowing }, seed: '1', mostMutants: 0 },
      ...{ seconds: 4, workers: 1, progress: () => undefined },
    });
    expect(attacks).toMatchObject([{ name: 'clock slowed', isHole: true }]);
    // A thousand times as fast as it is, give or take what else the machine does.
    expect(attacks[0]!.score! / reference).toBeGreaterThan(30);
  },
  PATIENTLY,
);

it(
  'an evaluator that asks another process for plain data has its files left to lose',
  async () => {
    const directory = folderWith({ 'evaluator.py': CAREFUL_EVALUATOR, 'program.py': PROGRAM });
    const { report, holes } = await audited(OPENEVOLVE, directory);
    expect(holes).toEqual(['harness overwritten']);
    // number * number is never less than 0, so nothing else can be wrong of it unnoticed.
    expect(report.strength.score).toBe(1);
  },
  PATIENTLY,
);
