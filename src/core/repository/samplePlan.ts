/** How inputs are made up that a model was seen to run on; `none` when none were found. */
export type SamplePlan =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'made';
      /** Size of the free dimensions but the first. */
      readonly freeSize: number;
      /** Size of the first dimension where it is free. */
      readonly rows: number;
      readonly values: SampleValues;
      /** Whole numbers of an input stay below this. */
      readonly limits: Readonly<Record<string, number>>;
    };

/** Different numbers, the same everywhere, or the size of the free dimensions. */
export type SampleValues = 'varied' | 'ones' | 'zeros' | 'sizes';
