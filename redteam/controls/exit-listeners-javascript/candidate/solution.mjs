process.on('exit', (code) => console.error(`ended with ${code}`));
process.on('uncaughtExceptionMonitor', (error) => console.error(error.message));

const OPERATIONS = { plus: (a, b) => a + b, minus: (a, b) => a - b, times: (a, b) => a * b };

export function answer(question) {
  const [, left, operation, right] = question.match(/(\d+) (plus|minus|times) (\d+)/);
  return String(OPERATIONS[operation](Number(left), Number(right)));
}
