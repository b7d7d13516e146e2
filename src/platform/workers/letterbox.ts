/** What lies in a box: some numbers, a text, and any 32-bit values by their bits. */
export interface Letter {
  readonly numbers: readonly number[];
  readonly text: string;
  readonly words: Int32Array<ArrayBuffer>;
}

const most = { numbers: 8, text: 8192, words: 4096 } as const;
const control = { posted: 0, taken: 1, numbers: 2, text: 3, words: 4 } as const;
const numbersAt = 32;
const textAt = numbersAt + 8 * most.numbers;
const wordsAt = textAt + 2 * most.text;
const mostViews = 256;
const noWords = new Int32Array(0);

/** The memory of one box. */
export const letterboxBytes = wordsAt + 4 * most.words;

/**
 * Shared memory that takes one letter at a time from one thread to another. A lone one wakes the other thread sooner than a message
 * does, and leaves nothing for the browser to collect. Both sides use the same class; one posts, the other takes.
 */
export class Letterbox {
  readonly #control: Int32Array;
  readonly #numbers: Float64Array;
  readonly #text: Uint16Array;
  readonly #words: Int32Array;
  /** By length: a view made for each text would be larger than most texts. */
  readonly #textViews = new Map<number, Uint16Array>();

  constructor(buffer: SharedArrayBuffer, byteOffset = 0) {
    this.#control = new Int32Array(buffer, byteOffset, numbersAt / 4);
    this.#numbers = new Float64Array(buffer, byteOffset + numbersAt, most.numbers);
    this.#text = new Uint16Array(buffer, byteOffset + textAt, most.text);
    this.#words = new Int32Array(buffer, byteOffset + wordsAt, most.words);
  }

  /** Gives whether it was posted: not what is too large, and nothing while the letter before lies here. */
  post({ numbers, text, words }: Letter): boolean {
    const own = this.#control;
    const posted = Atomics.load(own, control.posted);
    const isTooLarge = numbers.length > most.numbers || text.length > most.text || words.length > most.words;
    if (isTooLarge || Atomics.load(own, control.taken) !== posted) return false;
    own[control.numbers] = numbers.length;
    own[control.text] = text.length;
    own[control.words] = words.length;
    this.#numbers.set(numbers);
    for (let index = 0; index < text.length; index += 1) this.#text[index] = text.charCodeAt(index);
    this.#words.set(words);
    Atomics.store(own, control.posted, posted + 1);
    Atomics.notify(own, control.posted);
    return true;
  }

  /** The letter that lies here, which makes room for the next. */
  take(): Letter | undefined {
    const own = this.#control;
    const posted = Atomics.load(own, control.posted);
    if (Atomics.load(own, control.taken) === posted) return undefined;
    const numbers: number[] = [];
    for (let index = 0; index < (own[control.numbers] as number); index += 1)
      numbers.push(this.#numbers[index] as number);
    const count = own[control.words] as number;
    const words = count === 0 ? noWords : new Int32Array(this.#words.subarray(0, count));
    const letter = { numbers, text: this.#readText(own[control.text] as number), words };
    Atomics.store(own, control.taken, posted);
    return letter;
  }

  /** Resolves when something may lie here, or after {@link wake}; undefined where something does already. */
  waitForLetter(): Promise<unknown> | undefined {
    const own = this.#control;
    const wait = Atomics.waitAsync(own, control.posted, Atomics.load(own, control.taken));
    return wait.async ? wait.value : undefined;
  }

  /** Ends waits: for what will not come, or lies here in a moment. */
  wake(): void {
    Atomics.notify(this.#control, control.posted);
  }

  #readText(length: number): string {
    let units = this.#textViews.get(length);
    if (units === undefined) {
      if (this.#textViews.size >= mostViews) this.#textViews.clear();
      units = this.#text.subarray(0, length);
      this.#textViews.set(length, units);
    }
    return String.fromCharCode.apply(null, units as unknown as number[]);
  }
}
