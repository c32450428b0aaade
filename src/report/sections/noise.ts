import type { ReportContext } from '../context.ts';
import { heldOutRows } from '../held-out-text.ts';
import type { Markup } from '../markup.ts';
import { html } from '../markup.ts';
import { noiseRows } from '../noise-text.ts';
import { capped } from '../text.ts';

/** How far the metric scatters, how incumbent and machine fared in between, and what is left of held-out readings. */
export function renderNoiseSection({ input, task }: ReportContext): Markup | null {
  const { state } = input.main;
  const rows = [...noiseRows(state), ...heldOutRows(task, state.heldOut)];
  if (rows.length === 0) return null;
  return html`<section id="noise">
    <h2>Noise, and what was read of held-out questions</h2>
    <dl class="facts">
      ${rows.map(
        ([name, text]) =>
          html`<dt>${capped(name, 100)}</dt>
            <dd>${capped(text, 600)}</dd>`,
      )}
    </dl>
  </section>`;
}
