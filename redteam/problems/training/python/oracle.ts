import { trainingOracle } from '../training-oracle.ts';

export default trainingOracle(['/usr/bin/python3', '-B', 'train.py']);
