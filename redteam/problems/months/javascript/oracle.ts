import { monthsOracle } from '../months-oracle.ts';

export default monthsOracle();
