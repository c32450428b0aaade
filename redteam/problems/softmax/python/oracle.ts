import { softmaxOracle } from '../softmax-oracle.ts';

export default softmaxOracle();
