const chance = 0.01;

/**
 * The highest percentile, as a share, that so many samples stand behind by the early stopping of MLPerf's LoadGen with one late: the share p
 * with BinomCDF(1; n, 1 − p) = 1 %; 0 where they stand behind none.
 */
export function supportedShare(samples: number): number {
  let supported = 0;
  let unsupported = 1;
  for (let step = 0; step < 40; step += 1) {
    const share = (supported + unsupported) / 2;
    const atMostOneLate = share ** (samples - 1) * (share + samples * (1 - share));
    if (atMostOneLate <= chance) supported = share;
    else unsupported = share;
  }
  return samples < 2 ? 0 : supported;
}
