/** What the same code measured against itself says of a metric and of the machine. */
export interface MeasuredNoise {
  /** Both of a pair are the baseline, on inputs of one label, measured in turn. */
  readonly pairs: number;
  /** Pairs in which the one that stood for the candidate came out better. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Of the paired gains, in the metric's unit; the deviation with n - 1. */
  readonly mean: number;
  readonly deviation: number;
  /** Against the hypothesis that neither of the two is better. */
  readonly eValue: number;
  /** What the e-value would have had to reach for a change to be seen where there is none. */
  readonly threshold: number;
  /** No pair differed: the same inputs give the same figure. It may still be another one on other inputs. */
  readonly deterministic: boolean;
  /** How far the figure itself scatters from inputs to inputs: the deviation (n - 1) of the means of the pairs. */
  readonly acrossInputs: number;
  /** Gain that one confirmation is planned for, in the metric's unit. */
  readonly effect: number;
  /** Pairs that such a confirmation takes. */
  readonly repeats: number;
  /** The figures themselves, all of them. */
  readonly level: Level;
}

/** Where a metric lies and how far it scatters, told so that few wild figures change neither. */
export interface Level {
  readonly count: number;
  readonly median: number;
  /** 1.4826 times the median absolute deviation: the standard deviation, where figures are normal. */
  readonly scale: number;
}

/** The incumbent measured against the baseline in between, on inputs that decided nothing. */
export interface Remeasurement {
  /** Decisions before it. */
  readonly decided: number;
  /** Number of the incumbent; 0 where nothing was kept yet. */
  readonly incumbent: number;
  /** Of incumbent against baseline; none where they are the same. */
  readonly pairs: number;
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  /** Of the paired gains; null without a pair. */
  readonly mean: number | null;
  /** For the incumbent being better; null without a pair. */
  readonly eValue: number | null;
  /** Does the evidence speak for the incumbent? Null where it is the baseline. */
  readonly standing: 'better' | 'unclear' | 'worse' | null;
  /** The baseline's own figures, now. */
  readonly level: Level;
  /** Their distance from those at the start in robust standard errors; null where there is no scale to tell by. */
  readonly drift: number | null;
  /** The machine is not what it was. */
  readonly drifted: boolean;
}
