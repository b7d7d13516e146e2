import type { InstanceCommand, InstanceNotice } from '../instanceMessages.ts';
import { control, SharedChannel, slotStatus } from '../sharedChannel.ts';

export const marks = { computeStartAt: 1, computeInputEndAt: 2, computeOutputStartAt: 3, computeEndAt: 4 };

/** The worker's side: what was sent to it, and what it does. */
export class FakeWorker {
  onmessage: ((event: { data: InstanceNotice }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  readonly sent: InstanceCommand[] = [];
  isTerminated = false;

  postMessage(command: InstanceCommand, transfer: Transferable[]): void {
    this.sent.push(structuredClone(command, { transfer }));
  }

  terminate(): void {
    this.isTerminated = true;
  }

  say(notice: InstanceNotice): void {
    this.onmessage?.({ data: notice });
  }

  get channel(): SharedChannel {
    const serve = this.sent.find((command) => command.kind === 'serve');
    if (serve?.shared === undefined) throw new Error('No memory is shared with the worker.');
    return new SharedChannel(serve.shared);
  }

  /** Answers the oldest job in shared memory with its first input doubled. */
  answerSlot(): void {
    const { channel } = this;
    const sequence = Atomics.load(channel.control, control.jobsDone);
    const { tensors } = channel.readEntries(sequence);
    const [{ datatype, shape, byteOffset, byteLength }] = tensors as [(typeof tensors)[number]];
    const input = new Float32Array(channel.buffer, byteOffset, byteLength / 4).map((value) => 2 * value);
    const placed = channel.layOut(sequence, [{ index: 0, datatype, shape, byteLength }]) ?? [];
    new Float32Array(channel.buffer, placed[0]?.byteOffset, byteLength / 4).set(input);
    channel.writeEntries(sequence, placed, 0);
    channel.writeMarks(sequence, marks);
    channel.setStatus(sequence, slotStatus.done);
    this.finishSlot();
  }

  finishSlot(): void {
    Atomics.add(this.channel.control, control.jobsDone, 1);
    Atomics.notify(this.channel.control, control.jobsDone);
  }
}
