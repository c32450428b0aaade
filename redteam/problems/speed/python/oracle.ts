import { speedOracle } from '../speed-oracle.ts';

export default speedOracle({ timed: 1800, others: [0, 1, 77, 600] });
