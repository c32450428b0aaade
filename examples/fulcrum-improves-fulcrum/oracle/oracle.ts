import { defineOracle } from 'fulcrum';
import { fixedFulcrum } from './fixed-fulcrum.ts';
import { lead } from './lead.ts';
import { HELD_OUT_KINDS, TRAINING_KINDS } from './small-tasks.ts';

const fulcrum = await fixedFulcrum();

export default defineOracle({
  checks: [
    {
      name: 'leads short searches',
      slice: 'searches',
      visibility: 'visible',
      run: ({ subject, random }) => lead(subject, TRAINING_KINDS, fulcrum, random),
    },
    {
      name: 'leads searches on tasks of other kinds',
      slice: 'other-kinds',
      visibility: 'held-out',
      run: ({ subject, random }) => lead(subject, HELD_OUT_KINDS, fulcrum, random),
    },
  ],
});
