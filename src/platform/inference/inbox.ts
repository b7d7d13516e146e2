/** Messages of several ports in one order, handed out one at a time. */
export class Inbox<Message> {
  readonly #waiting: Message[] = [];
  #wake: ((message: Message) => void) | undefined;

  push(message: Message): void {
    if (this.#wake === undefined) this.#waiting.push(message);
    else {
      const wake = this.#wake;
      this.#wake = undefined;
      wake(message);
    }
  }

  next(): Promise<Message> {
    const message = this.#waiting.shift();
    if (message !== undefined) return Promise.resolve(message);
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
