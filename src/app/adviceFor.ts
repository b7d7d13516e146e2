const advice: Readonly<Record<string, string>> = {
  'not-found': 'The file is not on this server. Check that the models folder was deployed with the app.',
  integrity: 'The file that arrived is not the one that was published. Retry downloads it again.',
  'model-load': 'The runtime could not open the model on this device.',
  unsupported: 'This browser lacks something that the model needs.',
  storage: 'The browser’s storage refused. Free some space, then retry.',
  closed: 'The engine has stopped. Reload the page to start it again.',
  'worker-lost': 'The worker that ran the model is gone. Retry starts another.',
};

/** What a person can do about an error code. */
export function adviceFor(code: string): string {
  return advice[code] ?? 'Check the connection, then retry.';
}
