import { filterOracle } from '../filter-oracle.ts';

export default filterOracle();
