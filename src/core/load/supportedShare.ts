const chance = 0.01;

/**
 * The highest percentile, as a share, that so many samples stand behind: the one for which {@link samplesNeeded} asks for them with one
 * late; 0 where they stand behind none.
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
