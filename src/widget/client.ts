/** The app's own client, by a name without a hash: `client.js`, for widgets in inline mode and for pages of the same origin. */
export * from '../client/index.ts';
