/**
 * A test for identities: `*` stands for any text, everything else for itself. Identities hold slashes and brackets, which
 * globs of paths read another way.
 */
export function identityMatcher(pattern: string): (identity: string) => boolean {
  const literal = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const expression = new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 'su');
  return (identity) => expression.test(identity);
}
