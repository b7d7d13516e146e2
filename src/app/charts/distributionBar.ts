/** One bar of a distribution. */
export interface DistributionBar {
  readonly name: string;
  readonly count: number;
}
