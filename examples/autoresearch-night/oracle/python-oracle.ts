import { trainingOracle } from './training-oracle.ts';

export default trainingOracle(25_600);
