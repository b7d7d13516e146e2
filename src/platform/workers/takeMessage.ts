/**
 * The parts of a message, of which its event keeps nothing. However short its handling was, the browser holds the event until its next full
 * collection of garbage, and with it all that its data refers to.
 */
export function takeMessage<Message extends object>({ data }: Pick<MessageEvent<Message>, 'data'>): Message {
  const message = { ...data };
  const left = data as Record<string, unknown>;
  for (const part of Object.keys(left)) left[part] = undefined;
  return message;
}
