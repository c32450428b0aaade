import type { CheckKind } from './check-kind.ts';

/** Every kind of check there is. Each is loaded when a task names it: some bring a compiler or a solver along. */
export const CHECK_KINDS: { readonly [kind: string]: () => Promise<CheckKind> } = {
  differential: async () => (await import('./differential.ts')).differentialCheck,
  dependencies: async () => (await import('./dependencies.ts')).dependenciesCheck,
  environment: async () => (await import('./environment.ts')).environmentCheck,
  exact: async () => (await import('./exact.ts')).exactCheck,
  golden: async () => (await import('./golden.ts')).goldenCheck,
  metamorphic: async () => (await import('./metamorphic.ts')).metamorphicCheck,
  proof: async () => (await import('./proof.ts')).proofCheck,
  property: async () => (await import('./property.ts')).propertyCheck,
  sanitizer: async () => (await import('./sanitizer.ts')).sanitizerCheck,
  scope: async () => (await import('./scope.ts')).scopeCheck,
  secrets: async () => (await import('./secrets.ts')).secretsCheck,
  size: async () => (await import('./size.ts')).sizeCheck,
  speed: async () => (await import('./speed.ts')).speedCheck,
  static: async () => (await import('./static.ts')).staticCheck,
  tests: async () => (await import('./tests.ts')).testsCheck,
};
