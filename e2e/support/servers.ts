/** `E2E_PORT` moves the servers, so that two checkouts can be tested at once. */
const firstPort = Number(process.env['E2E_PORT'] ?? 4180);

/** The servers that the configuration starts for the tests. */
export const servers = {
  isolated: { port: firstPort, url: `http://localhost:${firstPort}/` },
  plain: { port: firstPort + 1, url: `http://localhost:${firstPort + 1}/` },
  subPath: { port: firstPort + 2, url: `http://localhost:${firstPort + 2}/tools/nearside/` },
  /** The reference endpoint alone. */
  remote: { port: firstPort + 3, url: `http://localhost:${firstPort + 3}/` },
  /** Free for a server that a test starts and stops itself. */
  spare: { port: firstPort + 4, url: `http://localhost:${firstPort + 4}/` },
} as const;
