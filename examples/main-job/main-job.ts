/**
 * The main job: improves the online bin-packing rule with three seeds and a random control, then shows a trap that a
 * weak test suite falls into. Exits with 1 when something it claims does not hold.
 */
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { binPackingStory } from './bin-packing-story.ts';
import { printClaims } from './claim.ts';
import { sortingNetworkStory } from './sorting-network-story.ts';

const output = createOutput(process.argv.includes('--json'));
const claims = [...(await binPackingStory(output)), ...(await sortingNetworkStory(output))];
process.exitCode = printClaims(claims, output) ? 0 : 1;
