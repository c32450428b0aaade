import { agentOracle } from './agent-oracle.ts';

export default agentOracle(3000);
