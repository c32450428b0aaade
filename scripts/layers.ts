/** What code outside `src/` a layer may reach. */
export type Reach =
  /** Nothing at all: no package, no built-in module. */
  | 'nothing'
  /** Packages, but no built-in module of Node: no files, processes, clock or network. */
  | 'packages'
  | 'everything';

/** One folder of `src/` and what it may import. */
export interface Layer {
  readonly name: string;
  /** Layers it may import besides itself. */
  readonly imports: readonly string[];
  readonly reach: Reach;
  /** Same input, same output: may not read the clock or `Math.random`. */
  readonly deterministic: boolean;
}

const KERNEL_ONLY = ['kernel'];

/**
 * Who may import whom. `.oxlintrc.json` is generated from it, and `test/layers.test.ts` plants every forbidden edge.
 * Injected parts (proposers, strategies, the oracle) reach the loop as values through the kernel's contracts.
 */
export const LAYERS: readonly Layer[] = [
  { name: 'kernel', imports: [], reach: 'nothing', deterministic: true },
  { name: 'workspace', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'task', imports: ['kernel', 'workspace'], reach: 'everything', deterministic: false },
  { name: 'sandbox', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'ledger', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'guards', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'acceptance', imports: KERNEL_ONLY, reach: 'packages', deterministic: true },
  { name: 'strategies', imports: KERNEL_ONLY, reach: 'packages', deterministic: true },
  { name: 'proposers', imports: ['kernel', 'workspace'], reach: 'everything', deterministic: false },
  { name: 'oracle', imports: ['kernel', 'sandbox', 'workspace'], reach: 'everything', deterministic: false },
  { name: 'audit', imports: ['kernel', 'workspace'], reach: 'everything', deterministic: false },
  { name: 'metering', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'network', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'memory', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'telemetry', imports: KERNEL_ONLY, reach: 'everything', deterministic: false },
  { name: 'report', imports: ['kernel', 'ledger'], reach: 'everything', deterministic: false },
  {
    name: 'loop',
    imports: ['kernel', 'workspace', 'ledger', 'guards', 'acceptance'],
    reach: 'everything',
    deterministic: false,
  },
  {
    name: 'surfaces',
    imports: [
      'kernel',
      'workspace',
      'task',
      'sandbox',
      'ledger',
      'guards',
      'acceptance',
      'strategies',
      'proposers',
      'oracle',
      'audit',
      'metering',
      'telemetry',
      'network',
      'memory',
      'report',
      'loop',
    ],
    reach: 'everything',
    deterministic: false,
  },
];

/** Names of the layers that `layer` must not import. */
export function forbiddenLayers(layer: Layer): readonly string[] {
  return LAYERS.map(({ name }) => name).filter(
    (name) => name !== layer.name && !layer.imports.includes(name),
  );
}
