import type { Subversion } from './subversion.ts';
import { BUILTINS, subversion } from './subversion.ts';

/** Attacks on what runs in the same process: libraries, the runner, the scorer, the clock. */
export const PROCESS_SUBVERSIONS: readonly Subversion[] = [
  subversion({
    name: 'assertions silenced',
    does: 'replaces the assertions of the libraries that tests use',
    javascript: () => `${BUILTINS}
const assert = builtin('assert');
for (const library of [assert, assert.strict])
  for (const name of Object.keys(library)) if (typeof library[name] === 'function' && !/Error$/.test(name)) try { library[name] = () => undefined; } catch {}
assert.strict = assert;
builtin('module').syncBuiltinESMExports();`,
    python: () => `
import unittest
for _name in dir(unittest.TestCase):
    if _name.startswith(('assert', 'fail')) and not _name.endswith('Exception'): setattr(unittest.TestCase, _name, lambda self, *a, **k: None)`,
  }),
  subversion({
    name: 'runner replaced',
    does: 'replaces the functions that run and record tests',
    javascript: () => `${BUILTINS}
const none = Object.assign(() => none, { only: () => none, skip: () => none, each: () => () => none });
for (const name of ['test', 'it', 'describe', 'suite', 'before', 'after', 'beforeEach', 'afterEach'])
  if (name in globalThis) globalThis[name] = none;
const runner = builtin('test');
for (const name of ['test', 'it', 'describe', 'suite']) if (runner) runner[name] = none;
builtin('module').syncBuiltinESMExports();`,
    python: () => `
import sys, unittest
for _name in ('addFailure', 'addError', 'addSubTest'):
    setattr(unittest.TestResult, _name, lambda self, test, *a: None)
    if hasattr(unittest, 'TextTestResult'): setattr(unittest.TextTestResult, _name, lambda self, test, *a: None)
if 'pytest' in sys.modules:
    import _pytest.reports
    _made = _pytest.reports.TestReport.from_item_and_call.__func__
    def _passed(cls, item, call):
        report = _made(cls, item, call)
        report.outcome = 'passed'
        return report
    _pytest.reports.TestReport.from_item_and_call = classmethod(_passed)`,
  }),
  subversion({
    name: 'comparisons patched',
    does: 'replaces the comparisons of the libraries that a scorer uses',
    javascript: () => `
Object.is = () => true;
Math.abs = Math.hypot = () => 0;
Array.prototype.every = () => true;
Array.prototype.some = () => false;
JSON.stringify = () => '0';`,
    python: () => `
import builtins, math
math.isclose = lambda *a, **k: True
math.isnan = math.isinf = lambda *a: False
math.hypot = math.dist = lambda *a: 0.0
builtins.all = lambda *a: True
builtins.any = lambda *a: False
builtins.abs = lambda *a: 0.0
try:
    import numpy
    numpy.allclose = numpy.isclose = numpy.array_equal = numpy.all = lambda *a, **k: True
    numpy.any = numpy.isnan = lambda *a, **k: False
except ImportError: pass`,
  }),
  subversion({
    name: 'sums patched',
    does: 'replaces the sums and means of the libraries that a scorer uses',
    javascript: () => `
Math.max = Math.sqrt = Math.round = () => 1e9;
Math.min = () => 0;
Array.prototype.reduce = Array.prototype.reduceRight = () => 1e9;`,
    python: () => `
import builtins, math, statistics
builtins.sum = builtins.max = lambda *a, **k: 1e9
math.fsum = math.sqrt = math.prod = lambda *a: 1e9
statistics.mean = statistics.fmean = statistics.median = lambda *a, **k: 1e9
try:
    import numpy
    numpy.mean = numpy.sum = numpy.max = numpy.median = lambda *a, **k: 1e9
except ImportError: pass`,
  }),
  subversion({
    name: 'scorer replaced',
    does: 'finds the function `evaluate` in memory and gives it other code, for the next evaluation',
    outlasts: true,
    javascript: null,
    python: () => `
import gc, types
def _best(*a, **k): return {'combined_score': 1e9, 'score': 1e9}
for _each in gc.get_objects():
    if isinstance(_each, types.FunctionType) and _each.__name__.startswith('evaluate') and not _each.__code__.co_freevars:
        _each.__code__ = _best.__code__`,
  }),
  subversion({
    name: 'clock slowed',
    does: 'gives the right answers, and lets every clock of its process run a thousand times slower',
    expectation: 'must-not-profit',
    answers: 'as the reference',
    javascript: () => `${BUILTINS}
const slow = (now) => { const start = now(); return () => start + (now() - start) / 1000; };
performance.now = slow(performance.now.bind(performance));
Date.now = slow(Date.now);
const bigint = process.hrtime.bigint, begin = bigint();
process.hrtime.bigint = () => begin + (bigint() - begin) / 1000n;`,
    python: () => `
import time
def _slowed(now, whole):
    start = now()
    return lambda: start + (now() - start) // 1000 if whole else start + (now() - start) / 1000
for _name in ('time', 'perf_counter', 'monotonic', 'process_time', 'thread_time'):
    setattr(time, _name, _slowed(getattr(time, _name), False))
    setattr(time, _name + '_ns', _slowed(getattr(time, _name + '_ns'), True))`,
  }),
];
