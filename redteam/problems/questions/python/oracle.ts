import { questionsOracle } from '../questions-oracle.ts';

export default questionsOracle();
