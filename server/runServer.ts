import type { Server, ServerResponse } from 'node:http';

export interface RunOptions {
  readonly port: number;
  /** Printed once the server listens. */
  readonly greeting: string;
  /** Called when the last request is answered. */
  readonly onStopped: () => Promise<void>;
}

const stopLimitMs = 10_000;

/** Listens until the process is told to stop; what is in flight then is finished first, for at most ten seconds. */
export function runServer(server: Server, { port, greeting, onStopped }: RunOptions): void {
  const open = new Set<ServerResponse>();
  let isStopping = false;
  server.on('error', (error) => {
    process.stderr.write(`Could not serve on port ${port}: ${error.message}\n`);
    process.exitCode = 1;
  });
  server.on('request', (_, response) => {
    open.add(response);
    response.on('close', () => {
      open.delete(response);
      if (!isStopping) return;
      setImmediate(() => {
        server.closeIdleConnections();
      });
    });
  });
  server.listen(port, () => {
    process.stdout.write(`${greeting}\n`);
  });
  const stop = (): void => {
    if (isStopping) {
      server.closeAllConnections();
      return;
    }
    isStopping = true;
    for (const response of open) if (!response.headersSent) response.setHeader('Connection', 'close');
    server.close(() => void onStopped());
    setTimeout(() => {
      server.closeAllConnections();
    }, stopLimitMs).unref();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
}
