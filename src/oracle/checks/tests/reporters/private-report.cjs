/*
 * The private side of a report: a socket on descriptor 4, on which the oracle first says the nonce of the run. It is read
 * when a reporter is loaded, before any code of a candidate runs in the process.
 */
'use strict';
const { readSync, writeSync } = process.getBuiltinModule('node:fs');
const { relative } = process.getBuiltinModule('node:path');

const DESCRIPTOR = 4;
const nonce = readNonce();
let lines = 0;
let tests = 0;
let errors = 0;

function readNonce() {
  const byte = Buffer.alloc(1);
  let text = '';
  while (readSync(DESCRIPTOR, byte) === 1 && byte[0] !== 10) text += byte.toString('latin1');
  return text;
}

function say(list) {
  const bytes = Buffer.from(`${nonce} ${lines} ${JSON.stringify(list)}\n`);
  lines += 1;
  for (let sent = 0; sent < bytes.length;) sent += writeSync(DESCRIPTOR, bytes, sent);
}

module.exports = {
  /** One result, by the file and the names around it. */
  test: (file, names, status) => {
    tests += 1;
    const parts = [...(file == null ? [] : [relative(process.cwd(), file)]), ...names];
    say(['test', parts.join(' > '), status]);
  },
  /** A failure that belongs to no test. */
  error: () => {
    errors += 1;
  },
  /** To be called once, when everything has run. */
  end: () => say(['end', tests, errors]),
};
