import { trainingOracle } from './training-oracle.ts';

export default trainingOracle(3000);
