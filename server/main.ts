import { fileURLToPath } from 'node:url';
import { createAppServer } from './createAppServer.ts';

const defaultPort = 4173;

const port = Number(process.env['PORT'] ?? defaultPort);
const base = process.env['BASE'] ?? '/';
const root = process.env['SITE'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
const isIsolated = process.env['ISOLATION'] !== 'off';

const server = createAppServer({ root, base, isIsolated });
server.on('error', (error) => {
  process.stderr.write(`Could not serve on port ${port}: ${error.message}\n`);
  process.exitCode = 1;
});
server.listen(port, () => {
  process.stdout.write(`Nearside is at http://localhost:${port}${base}\n`);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    server.close();
    server.closeAllConnections();
  });
}
