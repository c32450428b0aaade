import { suiteOracle } from '../suite-oracle.ts';

export default suiteOracle();
