import { sortingOracle } from './sorting-oracle.ts';

export default sortingOracle(8);
