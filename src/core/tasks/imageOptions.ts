/** How pixels become a model's input: (pixel·scale − mean)/std, channel by channel in the order of `colors`. */
export interface ImageOptions {
  readonly width: number;
  readonly height: number;
  readonly layout: 'nchw' | 'nhwc';
  readonly colors: 'rgb' | 'bgr' | 'gray';
  readonly scale: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export function countChannels({ colors }: Pick<ImageOptions, 'colors'>): number {
  return colors === 'gray' ? 1 : 3;
}
