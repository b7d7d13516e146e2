/** One line or area of a chart. Colour is never its only mark. */
export interface Series {
  /** Of its values in a point; values under `<key>Early` are drawn grey. */
  readonly key: string;
  readonly name: string;
  readonly color: string;
  /** SVG dash pattern; a solid line without one. */
  readonly dash?: string;
  /** Pattern of an area. */
  readonly hatch?: number;
}
