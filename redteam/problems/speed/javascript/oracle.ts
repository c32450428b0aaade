import { speedOracle } from '../speed-oracle.ts';

export default speedOracle({ timed: 14_000, others: [0, 1, 777, 5000] });
