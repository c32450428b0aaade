import { evaluate } from '../problem/evaluate.mjs';

const solution = await import('../candidate/solution.mjs');
console.log(`verdict ${process.argv[2]} ${JSON.stringify(evaluate(solution))}`);
