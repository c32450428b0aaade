import type { Paint } from '../../src/surfaces/cli/display/paint.ts';
import type { TableColumn } from '../../src/surfaces/cli/display/tables.ts';
import { formatTable } from '../../src/surfaces/cli/display/tables.ts';
import type { Row, Stop } from './assess.ts';

const EXPLOITS: readonly TableColumn[] = [
  { title: 'exploit', align: 'left' },
  { title: 'class', align: 'right' },
  { title: 'language', align: 'left' },
  { title: 'naive harness', align: 'left' },
  { title: 'Fulcrum', align: 'left' },
  { title: 'what stopped it', align: 'left' },
];

const CONTROLS: readonly TableColumn[] = [
  { title: 'honest control', align: 'left' },
  { title: 'language', align: 'left' },
  { title: 'Fulcrum', align: 'left' },
];

export interface Totals {
  readonly exploits: number;
  readonly fooledNaive: number;
  readonly stopped: number;
  readonly survivors: number;
  readonly controls: number;
  readonly falseAlarms: number;
  readonly classes: number;
  readonly faults: number;
}

export function totalsOf(rows: readonly Row[]): Totals {
  const exploits = rows.filter(({ kind }) => kind === 'exploit');
  const controls = rows.filter(({ kind }) => kind === 'control');
  return {
    exploits: exploits.length,
    fooledNaive: exploits.filter(({ naive }) => naive?.accepted === true).length,
    stopped: exploits.filter(({ stop }) => stop !== null).length,
    survivors: exploits.filter(({ stop }) => stop === null).length,
    controls: controls.length,
    falseAlarms: controls.filter(({ fault }) => fault !== null).length,
    classes: new Set(exploits.flatMap(({ classes }) => classes)).size,
    faults: rows.filter(({ fault }) => fault !== null).length,
  };
}

/** The table, the totals, the survivors by name and what is wrong, as lines no wider than `width`. */
export function formatReport(
  rows: readonly Row[],
  options: { readonly width: number; readonly paint: Paint },
): readonly string[] {
  const { paint } = options;
  const exploits = rows.filter(({ kind }) => kind === 'exploit');
  const controls = rows.filter(({ kind }) => kind === 'control');
  const survivors = exploits.filter(({ stop }) => stop === null);
  const faults = rows.filter(({ fault }) => fault !== null);
  return [
    ...(exploits.length === 0 ? [] : formatTable(EXPLOITS, exploits.map(exploitCells), options)),
    ...(controls.length === 0 ? [] : ['', ...formatTable(CONTROLS, controls.map(controlCells), options)]),
    '',
    ...totalLines(totalsOf(rows)),
    ...survivors.map(({ name, survives }) =>
      paint('warning', `survivor: ${name}: would be stopped by ${survives ?? 'nothing it names'}`),
    ),
    ...faults.map(({ name, fault }) => paint('bad', `wrong: ${name}: ${fault}`)),
  ];
}

function exploitCells({ name, classes, language, harness, naive, stop }: Row): readonly string[] {
  const fooled = naive?.accepted === true ? 'fooled' : 'not fooled';
  return [
    name,
    classes.join(' '),
    language,
    `${harness}: ${fooled}`,
    stop === null ? 'kept' : 'stopped',
    stop === null ? '' : stopText(stop),
  ];
}

/** A verdict's reason names the check that was asking already. */
function stopText({ by, reason }: Stop): string {
  return reason.startsWith(`${by}: `) ? reason : `${by}: ${reason}`;
}

function controlCells({ name, language, stop, fault }: Row): readonly string[] {
  if (fault !== null) return [name, language, fault];
  return [name, language, stop === null ? 'kept' : `correct, ${stop.reason}`];
}

function totalLines(totals: Totals): readonly string[] {
  const { exploits, fooledNaive, stopped, survivors, controls, falseAlarms, classes } = totals;
  return [
    `${exploits} exploits of ${classes} classes: ${fooledNaive} fool their naive harness, ${stopped} are stopped by Fulcrum, ${survivors} survive`,
    `${controls} honest controls: ${falseAlarms} false alarms`,
  ];
}
