/**
 * The library of checks for oracles that are written in TypeScript: `import { differential } from 'fulcrum/checks'`.
 *
 * @example
 * export default defineOracle({
 *   checks: [
 *     differential({
 *       name: 'sorts as the reference does',
 *       slice: 'train',
 *       visibility: 'visible',
 *       inputs: declaredInputs({ list: { of: { integer: [-100, 100] } } }),
 *       reference: (list) => list.toSorted((left, right) => left - right),
 *     }),
 *   ],
 * });
 */
export * as fc from 'fast-check';
export type { DeclaredShape } from './input-shape.ts';
export type { Arguments, InputGenerator, InputSource } from './inputs.ts';
export { arbitraryInputs, declaredInputs, generatedInputs } from './inputs.ts';
export type { Comparison } from './compare.ts';
export { sameAnswer } from './compare.ts';
export type { DifferentialOptions } from './differential.ts';
export { differential } from './differential.ts';
export type { MetamorphicOptions } from './metamorphic.ts';
export { metamorphic } from './metamorphic.ts';
export type { PropertyOptions } from './property.ts';
export { property } from './property.ts';
export type { Reference } from './reference.ts';
export type { Relation } from './relations.ts';
export type { Exact } from './exact-arithmetic.ts';
export {
  add,
  compare,
  divide,
  dot,
  exact,
  multiply,
  nearestDouble,
  squaredDistance,
  squareRootBounds,
  subtract,
  sum,
} from './exact-arithmetic.ts';
export type { TestsOptions } from './tests.ts';
export { tests } from './tests.ts';
export type { DependenciesOptions } from './dependencies.ts';
export { dependencies } from './dependencies.ts';
export type { SanitizerOptions } from './sanitizer.ts';
export { sanitizer } from './sanitizer.ts';
export type { SecretsOptions } from './secrets.ts';
export { secrets } from './secrets.ts';
export type { StaticAnalysisOptions } from './static.ts';
export { staticAnalysis } from './static.ts';
export type { EnvironmentOptions } from './environment.ts';
export { environment } from './environment.ts';
export type { SpeedOptions } from './speed.ts';
export { speed } from './speed.ts';
