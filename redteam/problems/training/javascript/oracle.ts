import { trainingOracle } from '../training-oracle.ts';

export default trainingOracle(['node', 'train.mjs']);
