interface Seen<Input> {
  readonly input: Input;
  readonly sizeBytes: number;
  weight: number;
}

export interface PopularInputsLimits {
  readonly capacity: number;
  readonly maxBytes: number;
  /** After this long a use counts half. */
  readonly halfLifeMs: number;
}

const rescaleAbove = 2 ** 40;

/**
 * The inputs that were asked for most in the recent past, few of very many: what comes new takes the place of the rarest one and inherits its
 * weight (Space-Saving, Metwally et al. 2005), uses count less the longer ago they were (forward decay, Cormode et al. 2009).
 */
export class PopularInputs<Input> {
  readonly #limits: PopularInputsLimits;
  readonly #seen = new Map<string, Seen<Input>>();
  #sizeBytes = 0;
  #landmark: number | undefined;

  constructor(limits: PopularInputsLimits) {
    this.#limits = limits;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** Counts a use; `take` copies an input that is to be kept. One that is too large to be kept is not counted. */
  note(
    key: string,
    now: number,
    take: () => { readonly input: Input; readonly sizeBytes: number } | undefined,
  ): void {
    const use = this.#useAt(now);
    const known = this.#seen.get(key);
    if (known !== undefined) {
      known.weight += use;
      return;
    }
    const taken = take();
    const { capacity, maxBytes } = this.#limits;
    if (taken === undefined || taken.sizeBytes > maxBytes || capacity === 0) return;
    let inherited = 0;
    while (this.#seen.size >= capacity || this.#sizeBytes + taken.sizeBytes > maxBytes) {
      inherited = Math.max(inherited, this.#dropRarest());
    }
    this.#seen.set(key, { ...taken, weight: inherited + use });
    this.#sizeBytes += taken.sizeBytes;
  }

  /** Those that were asked for more than once, most frequent first. */
  list(now: number): readonly Input[] {
    const once = this.#useAt(now);
    return [...this.#seen.values()]
      .filter(({ weight }) => weight > once)
      .sort((one, other) => other.weight - one.weight)
      .map(({ input }) => input);
  }

  clear(isMeant: (input: Input) => boolean = () => true): void {
    for (const [key, { input, sizeBytes }] of this.#seen) {
      if (!isMeant(input)) continue;
      this.#seen.delete(key);
      this.#sizeBytes -= sizeBytes;
    }
  }

  /** What a use weighs now: more than any before, so that nothing that is kept has to be changed as time passes. */
  #useAt(now: number): number {
    const landmark = (this.#landmark ??= now);
    const use = 2 ** ((now - landmark) / this.#limits.halfLifeMs);
    if (use < rescaleAbove) return use;
    for (const seen of this.#seen.values()) seen.weight /= use;
    this.#landmark = now;
    return 1;
  }

  #dropRarest(): number {
    let rarest: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [key, { weight }] of this.#seen) {
      if (weight >= least) continue;
      rarest = key;
      least = weight;
    }
    if (rarest === undefined) return 0;
    this.#sizeBytes -= this.#seen.get(rarest)?.sizeBytes ?? 0;
    this.#seen.delete(rarest);
    return least;
  }
}
