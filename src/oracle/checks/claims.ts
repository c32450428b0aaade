import { z } from 'zod';
import type { Exact } from './exact-arithmetic.ts';
import { add, compare, exact, multiply, squaredDistance, subtract, sum } from './exact-arithmetic.ts';

/** A table of exact numbers, one row an item: [x, y, radius], or [weight]. */
export type Table = readonly (readonly Exact[])[];

/** What is wrong with a table, as a sentence without its numbers, or null. */
export type Claim = (table: Table) => string | null;

/** A number as a task file writes it: a text such as "0.1" or "2/3" is meant exactly. */
export const exactSchema = z.union([z.number(), z.string()]).transform((value, context): Exact => {
  try {
    return exact(value);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

const bounds = {
  atLeast: exactSchema.optional(),
  atMost: exactSchema.optional(),
};
const column = z.int().min(0).describe('The first is 0');
const dimensionsSchema = z.int().min(1).max(100).describe('The first so many columns are coordinates');

/** What a task file may claim of a table. */
export const claimSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('each'), column, ...bounds })
    .describe('Every number of a column lies within bounds'),
  z.strictObject({ kind: z.literal('sum'), column, ...bounds, equals: exactSchema.optional() }),
  z
    .strictObject({ kind: z.literal('inside-box'), box: z.array(z.tuple([exactSchema, exactSchema])).min(1) })
    .extend({ radius: column.optional() })
    .describe('Every point, or every ball of that radius, lies in the box'),
  z
    .strictObject({ kind: z.literal('distance'), dimensions: dimensionsSchema, ...bounds })
    .describe('Of every two points'),
  z
    .strictObject({ kind: z.literal('disjoint'), dimensions: dimensionsSchema, radius: column })
    .describe('Balls may touch'),
]);

export type DeclaredClaim = z.infer<typeof claimSchema>;

/** Columns a claim needs. */
export function columnsOf(claim: DeclaredClaim): number {
  switch (claim.kind) {
    case 'each':
    case 'sum':
      return claim.column + 1;
    case 'inside-box':
      return Math.max(claim.box.length, (claim.radius ?? -1) + 1);
    case 'distance':
      return claim.dimensions;
    case 'disjoint':
      return Math.max(claim.dimensions, claim.radius + 1);
  }
}

/** The claim as something that decides, without rounding anything. */
export function declaredClaim(claim: DeclaredClaim): Claim {
  switch (claim.kind) {
    case 'each':
      return (table) =>
        rowFault(table, (row) =>
          isWithin(row[claim.column]!, claim) ? null : `column ${claim.column} is out of bounds`,
        );
    case 'sum':
      return (table) => {
        const total = sum(table.map((row) => row[claim.column]!));
        const { equals = total } = claim;
        return isWithin(total, claim) && compare(total, equals) === 0
          ? null
          : `the sum of column ${claim.column} is not what is claimed`;
      };
    case 'inside-box':
      return (table) =>
        rowFault(table, (row) => {
          const radius = claim.radius === undefined ? exact(0n) : row[claim.radius]!;
          const inside = claim.box.every(
            ([low, high], axis) =>
              compare(subtract(row[axis]!, radius), low) >= 0 && compare(add(row[axis]!, radius), high) <= 0,
          );
          return inside ? null : 'it sticks out of the box';
        });
    case 'distance': {
      const squared = {
        atLeast: claim.atLeast && squareOf(claim.atLeast),
        atMost: claim.atMost && squareOf(claim.atMost),
      };
      return (table) =>
        pairFault(table, (left, right) =>
          isWithin(distanceIn(claim.dimensions, left, right), squared)
            ? null
            : 'are not as far apart as claimed',
        );
    }
    case 'disjoint':
      return (table) =>
        pairFault(table, (left, right) => {
          const reach = add(left[claim.radius]!, right[claim.radius]!);
          const apart = distanceIn(claim.dimensions, left, right);
          return compare(apart, multiply(reach, reach)) >= 0 ? null : 'overlap';
        });
  }
}

/** The square, with the sign of the number: no distance is below a negative one. */
function squareOf(value: Exact): Exact {
  const square = multiply(value, value);
  return value.numerator < 0n ? { ...square, numerator: -square.numerator } : square;
}

function distanceIn(dimensions: number, left: readonly Exact[], right: readonly Exact[]): Exact {
  return squaredDistance(left.slice(0, dimensions), right.slice(0, dimensions));
}

function isWithin(
  value: Exact,
  { atLeast, atMost }: { readonly atLeast?: Exact | undefined; readonly atMost?: Exact | undefined },
): boolean {
  return (
    (atLeast === undefined || compare(value, atLeast) >= 0) &&
    (atMost === undefined || compare(value, atMost) <= 0)
  );
}

function rowFault(table: Table, fault: (row: readonly Exact[]) => string | null): string | null {
  for (const [index, row] of table.entries()) {
    const found = fault(row);
    if (found !== null) return `row ${index}: ${found}`;
  }
  return null;
}

function pairFault(
  table: Table,
  fault: (left: readonly Exact[], right: readonly Exact[]) => string | null,
): string | null {
  for (const [index, row] of table.entries())
    for (let other = 0; other < index; other += 1) {
      const found = fault(table[other]!, row);
      if (found !== null) return `rows ${other} and ${index} ${found}`;
    }
  return null;
}
