/** The servers that the configuration starts for the tests. */
export const servers = {
  isolated: { port: 4180, url: 'http://localhost:4180' },
  plain: { port: 4181, url: 'http://localhost:4181' },
  subPath: { port: 4182, url: 'http://localhost:4182/tools/nearside/' },
} as const;
