/**
 * What the app's pages may load: their own files, and nothing else. No inline script, no inline style element, no
 * remote host, so that an event's text could do nothing even if it were ever taken for markup.
 */
export const contentSecurityPolicy = policyWith("script-src 'self'");

/** A worker has a policy of its own. The store's compiles the engine's kernels, which no page may do. */
const kernelPolicy = policyWith("script-src 'self' 'wasm-unsafe-eval'");

/** What a file of the app may load. @param pathname of its address */
export function policyOf(pathname: string): string {
  return /^\/assets\/worker-[\w-]+\.js$/.test(pathname) ? kernelPolicy : contentSecurityPolicy;
}

function policyWith(scripts: string): string {
  return [
    "default-src 'none'",
    scripts,
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ');
}
