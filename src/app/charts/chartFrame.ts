/** Charts fill the box they are put in. */
export const chartSize = { width: '100%', height: '100%' } as const;

export const chartMargin = { top: 6, right: 12, bottom: 0, left: 0 } as const;
