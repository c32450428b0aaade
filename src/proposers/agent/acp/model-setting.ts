import { z } from 'zod';

const choice = z.object({ value: z.string() });
const modelOption = z.object({
  id: z.string(),
  category: z.literal('model'),
  options: z.array(z.union([choice, z.object({ options: z.array(choice) })])),
});

export type ModelSetting =
  | { readonly kind: 'known'; readonly parameters: { readonly configId: string; readonly value: string } }
  | { readonly kind: 'unknown'; readonly reason: string };

/** How an agent that offers its models as an option of the session is told to use one of them. */
export function modelSetting(configOptions: readonly unknown[], model: string): ModelSetting {
  const option = configOptions
    .map((offered) => modelOption.safeParse(offered).data)
    .find((offered) => offered !== undefined);
  if (option === undefined)
    return unknown(`it does not let itself be told a model, so not "${model}" either`);
  const choices = option.options.flatMap((offered) => ('value' in offered ? [offered] : offered.options));
  if (choices.some(({ value }) => value === model))
    return { kind: 'known', parameters: { configId: option.id, value: model } };
  return unknown(`it offers no model "${model}", but ${choices.map(({ value }) => value).join(', ')}`);
}

function unknown(reason: string): ModelSetting {
  return { kind: 'unknown', reason };
}
