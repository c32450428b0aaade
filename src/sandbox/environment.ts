/** The environment every sandbox starts from; an order's own variables come on top. */
export function baseEnvironment(home: string, temporary: string): { readonly [name: string]: string } {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    HOME: home,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
  };
}
