/**
 * The main job: improves the online bin-packing rule with three seeds and a random control, then shows a trap that a
 * weak test suite falls into. Exits with 1 when something it claims does not hold.
 */
import { createOutput } from '../../src/surfaces/cli/output.ts';
import { binPackingStory } from './bin-packing-story.ts';
import { sortingNetworkStory } from './sorting-network-story.ts';

const output = createOutput(process.argv.includes('--json'));
const claims = [...(await binPackingStory(output)), ...(await sortingNetworkStory(output))];

output.text('');
for (const { claim, holds } of claims) {
  output.both(
    { type: 'claim', claim, holds },
    () => `${output.paint(holds ? 'good' : 'bad', holds ? 'holds ' : 'FAILS ')} ${claim}`,
  );
}
process.exitCode = claims.every(({ holds }) => holds) ? 0 : 1;
