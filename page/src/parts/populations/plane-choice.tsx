import type { JSX } from 'preact';

import { Select } from '../select.tsx';

/** Which two of several dimensions are shown: one across and one up or down. */
export function PlaneChoice(props: {
  readonly titles: readonly string[];
  readonly across: number;
  readonly chooseAcross: (place: number) => void;
  readonly other: {
    readonly label: string;
    readonly place: number;
    readonly choose: (place: number) => void;
  };
}): JSX.Element {
  const { titles, across, chooseAcross, other } = props;
  const choices = titles.map((title, place) => ({ name: String(place), title }));
  return (
    <>
      <Select
        label="Across"
        choices={choices}
        chosen={String(across)}
        choose={(name) => chooseAcross(Number(name))}
      />
      <Select
        label={other.label}
        choices={choices}
        chosen={String(other.place)}
        choose={(name) => other.choose(Number(name))}
      />
    </>
  );
}
