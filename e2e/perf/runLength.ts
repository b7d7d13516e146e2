/** Rows of the product by which a run of the uneven model takes some three milliseconds. */
export const shortRunRows = 600;
/**
 * A call to the endpoint takes some three milliseconds of these cores, most of them the browser's, as much as a short run: only where a
 * run takes longer can an endpoint lighten the load of the device that it shares with it.
 */
export const longRunRows = 2400;
