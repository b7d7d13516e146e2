/** The figures at one place of a chart's horizontal axis under the keys of their series. */
export interface XyPoint {
  readonly x: number;
  readonly values: Readonly<Record<string, number | null>>;
}
