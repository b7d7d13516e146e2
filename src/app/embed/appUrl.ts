/** Where this app is, ending with a slash. */
export const appUrl = new URL(import.meta.env.BASE_URL, document.baseURI).href;
