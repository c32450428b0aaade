import { packageVersion } from '../version.ts';

const [question, ...more] = process.argv.slice(2);

// The one question that scripts ask again and again: it is not worth loading a parser of arguments.
if ((question === '--version' || question === '-V') && more.length === 0) console.log(packageVersion());
else await (await import('./command-line.ts')).runCommandLine();
