/** The scheme and host that the app's own pages and batches are served under. */
export const appScheme = 'app';
export const appHost = 'lurescope';
export const appPage = `${appScheme}://${appHost}/index.html`;

/** Whether a URL is the app's own. Node gives such URLs no origin, so scheme and host are compared. */
export function isAppUrl(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return protocol === `${appScheme}:` && host === appHost;
  } catch {
    return false;
  }
}
