import { z } from 'zod';
import type { Json } from '../../kernel/json.ts';
import type { CheckDefinition } from '../define.ts';
import { answeringKind, asking, shownAnswer } from './candidate-answer.ts';
import { checkKind } from './check-kind.ts';
import type { Table } from './claims.ts';
import { claimSchema, columnsOf, declaredClaim } from './claims.ts';
import { compare, exact, nearestDouble, squaredDistance, squareRootBounds, sum } from './exact-arithmetic.ts';
import type { Exact } from './exact-arithmetic.ts';
import { shown } from './shown.ts';

/** So many rows have half a million pairs. */
const MOST_ROWS = 1000;

const count = z.int().min(1).max(MOST_ROWS);

const options = z.strictObject({
  arguments: z.array(z.json()).default([]).describe('What the candidate is asked'),
  rows: z
    .union([count, z.tuple([count, count])])
    .transform((rows): readonly [number, number] => (typeof rows === 'number' ? [rows, rows] : rows))
    .describe('How many rows the answer has: a number, or the least and the most'),
  columns: z.int().min(1).max(100).describe('Numbers in a row'),
  claims: z.array(claimSchema).min(1),
  measure: z
    .record(
      z.string().min(1),
      z.union([
        z.strictObject({ sum: z.int().min(0) }).describe('Of a column'),
        z.strictObject({ leastDistance: z.int().min(1) }).describe('Of two rows; how many coordinates'),
      ]),
    )
    .default({})
    .describe('Metrics taken from the answer when all claims hold'),
});

type Measures = z.infer<typeof options>['measure'];

/** Claims about a table of numbers, decided in exact arithmetic: there is no tolerance to harvest. */
export const exactCheck = checkKind(options, (settings, place, host): CheckDefinition => {
  const { arguments: args, rows, columns, claims, measure } = settings;
  const kind = answeringKind(host);
  const needed = Math.max(...claims.map(columnsOf), ...Object.values(measure).map(columnsMeasured));
  if (needed > columns)
    throw host.invalid(
      `the claims need ${needed} columns`,
      'columns',
      'Name as many as a row of the answer has',
    );
  const holds = claims.map((claim) => ({ kind: claim.kind, fault: declaredClaim(claim) }));
  return {
    ...place,
    grade: 'proved',
    run: async ({ subject }) => {
      const answer = await asking(subject, kind)(args);
      const evidence = { given: shownAnswer(answer) };
      const table = answer.kind === 'value' ? readTable(answer.value, rows, columns) : null;
      if (table === null) {
        const size = rows[0] === rows[1] ? `${rows[0]}` : `${rows[0]} to ${rows[1]}`;
        return {
          status: 'fail',
          reason: `the answer is no ${size} rows of ${columns} finite numbers`,
          evidence,
        };
      }
      for (const claim of holds) {
        const fault = claim.fault(table);
        if (fault !== null)
          return {
            status: 'fail',
            reason: `the claim "${claim.kind}" does not hold`,
            evidence: { fault, ...evidence },
          };
      }
      return {
        status: 'pass',
        metrics: measured(table, measure),
        evidence: { given: answer.kind === 'value' ? shown(answer.value) : null },
      };
    },
  };
});

function columnsMeasured(measure: Measures[string]): number {
  return 'sum' in measure ? measure.sum + 1 : measure.leastDistance;
}

/** Rows of finite numbers, or for one column a list of them; null for anything else. */
function readTable(value: Json, [least, most]: readonly [number, number], columns: number): Table | null {
  if (!Array.isArray(value) || value.length < least || value.length > most) return null;
  const table: Exact[][] = [];
  for (const item of value as readonly Json[]) {
    const row: readonly Json[] = columns === 1 && typeof item === 'number' ? [item] : asList(item);
    if (row.length !== columns || !row.every((number) => Number.isFinite(number))) return null;
    table.push(row.map((number) => exact(number as number)));
  }
  return table;
}

function asList(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** Rounded to the nearest double at the very end; a distance is rounded down before. */
function measured(table: Table, measures: Measures): { readonly [metric: string]: number } {
  return Object.fromEntries(
    Object.entries(measures).map(([metric, measure]) => [
      metric,
      nearestDouble(
        'sum' in measure
          ? sum(table.map((row) => row[measure.sum]!))
          : leastDistance(table, measure.leastDistance),
      ),
    ]),
  );
}

/** Zero for fewer than two rows. */
function leastDistance(table: Table, dimensions: number): Exact {
  let least: Exact | null = null;
  for (const [index, row] of table.entries())
    for (let other = 0; other < index; other += 1) {
      const apart = squaredDistance(row.slice(0, dimensions), table[other]!.slice(0, dimensions));
      if (least === null || compare(apart, least) < 0) least = apart;
    }
  return least === null ? exact(0n) : squareRootBounds(least).low;
}
