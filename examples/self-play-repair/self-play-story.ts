/**
 * Self-play over npm packages under their own tests: one role puts bugs in, the other mends them, both by single
 * mutations. Every repair that the specification's tests are content with is then compared with the original on hidden
 * calls. Prints how many of them were overfit, with all tests as the specification and with a quarter of them, and exits
 * with 1 when something it claims does not hold.
 *
 * `node examples/self-play-repair/self-play-story.ts [evaluations a run] [seeds, with commas] [packages, with commas]`
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../../bench/statistics.ts';
import { columnsOf, formatTable } from '../../src/surfaces/cli/display/tables.ts';
import { createOutput } from '../../src/surfaces/cli/output.ts';
import type { Claim } from '../main-job/claim.ts';
import { printClaims } from '../main-job/claim.ts';
import { PACKAGES } from './oracle/packages.ts';
import type { JudgedRepair } from './judge-repairs.ts';
import type { Played } from './play.ts';
import { play } from './play.ts';

const SHARES = [1, 0.25];
const ATTEMPTS = 4;
const TRIES = 75;
const [evaluations = '1200', seedList = '1,2,3,4,5', names = PACKAGES.map(({ name }) => name).join(',')] =
  process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

const output = createOutput(process.argv.includes('--json'));
const seeds = seedList.split(',');
const scratch = join(import.meta.dirname, '.fulcrum', `story-${names}-${seedList}`);
rmSync(scratch, { recursive: true, force: true });
output.text(
  `seeds ${seeds.join(' ')}; ${evaluations} evaluations a run; a bug is closed after ${ATTEMPTS} attempts of ${TRIES} proposals\n`,
);

const played: Played[] = [];
for (const name of names.split(','))
  for (const share of SHARES)
    for (const seed of seeds) {
      const options = { seed, evaluations: Number(evaluations), attempts: ATTEMPTS, tries: TRIES };
      const game = await play(
        { package: name, share, ...options },
        join(scratch, `${name}-${share}-${seed}`),
      );
      output.both({ type: 'played', ...figuresOf([game]), package: name, share, seed }, () => lineOf(game));
      played.push(game);
    }

const columns = [
  'package',
  'specified',
  'bugs',
  'restored',
  'plausible',
  'fail withheld',
  'differ',
  'overfit',
];
const rows = names.split(',').flatMap((name) =>
  SHARES.map((share) => {
    const games = played.filter(({ arm }) => arm.package === name && arm.share === share);
    const { bugs, restored, plausible, failing, different, overfit } = figuresOf(games);
    const shares = games.flatMap((game) => figuresOf([game]).overfit ?? []);
    const spread = shares.length === 0 ? '-' : `${percent(overfit!)} (median ${percent(median(shares))})`;
    return [name, percent(share), ...[bugs, restored, plausible, failing, different].map(String), spread];
  }),
);
const { width, paint } = output;
output.text(`\n${formatTable(columnsOf(columns), rows, { width, paint }).join('\n')}`);
output.text(
  'bugs: that were attempted; restored: for which the original text was found; plausible: other repairs that pass the ' +
    'specification; fail withheld, differ: of those, on other tests and on hidden calls; overfit: their share.',
);
output.text(`Hidden calls alone caught ${caughtByCallsAlone()} repairs that every test is content with.`);
process.exitCode = printClaims(claims(), output) ? 0 : 1;

function lineOf({ arm, judged, game, tally, repairs, seconds }: Played): string {
  const mean = (sum: number, of: number): string => (of === 0 ? '-' : (sum / of).toFixed(2));
  const overfit = repairs.filter(isOverfit).length;
  return [
    `${arm.package}, ${percent(arm.share)} specified, seed ${arm.seed}: ${judged} judged in ${seconds.toFixed(0)} s;`,
    `${tally.valid} of ${tally.injected} injections valid, reward ${mean(tally.injectorReward, tally.rewarded)};`,
    `${tally.attempts} attempts on ${game.bugs.length} bugs (${tally.secondOrder} of second order), reward ${mean(tally.solverReward, tally.attempts)};`,
    `${repairs.length} plausible, ${overfit} overfit`,
  ].join(' ');
}

function figuresOf(games: readonly Played[]) {
  const repairs = games.flatMap((game) => game.repairs);
  const overfit = repairs.filter(isOverfit).length;
  return {
    bugs: games.reduce((sum, { game }) => sum + game.bugs.length, 0),
    restored: games.reduce((sum, { game }) => sum + game.restored.size, 0),
    plausible: repairs.length,
    failing: repairs.filter(({ withheld }) => withheld > 0).length,
    different: repairs.filter(({ different }) => different > 0).length,
    overfit: repairs.length === 0 ? null : overfit / repairs.length,
  };
}

/** Content with the specification, and wrong where it was not told: in other tests or on hidden calls. */
function isOverfit({ withheld, different }: JudgedRepair): boolean {
  return withheld > 0 || different > 0;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function claims(): readonly Claim[] {
  const all = figuresOf(played);
  return [
    {
      claim: 'nothing was kept: no bug and no repair is better than the original',
      holds: played.every(({ kept }) => !kept),
    },
    {
      claim: `bugs were put in and mended (${all.restored} restored, ${all.plausible} mended otherwise)`,
      holds: all.restored + all.plausible > 0,
    },
    {
      claim: 'with all tests specified no plausible repair fails one',
      holds: played.every(
        ({ arm, repairs }) => arm.share < 1 || repairs.every(({ withheld }) => withheld === 0),
      ),
    },
  ];
}

function caughtByCallsAlone(): number {
  return played
    .flatMap(({ repairs }) => repairs)
    .filter(({ withheld, different }) => withheld === 0 && different > 0).length;
}
