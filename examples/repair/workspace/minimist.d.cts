/** The parser with its bug, which is put beside this file for every bug: see `bugs.ts`. */
declare const parse: (args: readonly unknown[], options?: object) => unknown;
export = parse;
