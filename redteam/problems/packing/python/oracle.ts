import { packingOracle } from '../packing-oracle.ts';

export default packingOracle();
