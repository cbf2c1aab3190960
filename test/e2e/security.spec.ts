import { expect, test } from './fixtures.ts';

test('the page is confined: no Node, strict policy, no windows, no navigation, no permissions', async ({
  lurescope,
}) => {
  const page = await lurescope.launch();
  const globals = await page.evaluate(() => [
    typeof Reflect.get(window, 'require'),
    typeof Reflect.get(window, 'process'),
  ]);
  expect(globals).toEqual(['undefined', 'undefined']);

  const policy = await page.evaluate(async () =>
    (await fetch('/index.html')).headers.get('content-security-policy'),
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  const compiles = await page.evaluate(() =>
    // The shortest module there is.
    WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(
      () => 'compiled',
      () => 'refused',
    ),
  );
  expect(compiles).toBe('refused');
  const scripts = await page.evaluate(async () => {
    const { name } =
      performance.getEntriesByType('resource').find((entry) => /\/worker-/.test(entry.name)) ?? {};
    return (await fetch(String(name))).headers.get('content-security-policy')?.match(/script-src [^;]+/)?.[0];
  });
  expect(scripts).toBe("script-src 'self' 'wasm-unsafe-eval'");
  const inline = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    return 'inlineRan' in window;
  });
  expect(inline).toBe(false);
  const remote = await page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'reached',
      () => 'refused',
    ),
  );
  expect(remote).toBe('refused');

  await page.evaluate(() => {
    const link = document.createElement('a');
    Object.assign(link, { href: 'https://example.com/', target: '_blank', rel: 'noopener' });
    document.body.append(link);
    link.click();
    link.remove();
  });
  expect(lurescope.app.windows()).toHaveLength(1);
  const address = await page.evaluate(() => window.location.href);
  await page.evaluate(() => {
    window.location.href = 'https://example.com/';
  });
  await expect.poll(() => page.evaluate(() => window.location.href)).toBe(address);
  for (const name of ['geolocation', 'notifications', 'camera'] as PermissionName[]) {
    expect(
      await page.evaluate(
        (asked) => navigator.permissions.query({ name: asked }).then(({ state }) => state),
        name,
      ),
    ).toBe('denied');
  }
});

test('the bridge has named calls only, and none of them gives a secret back', async ({ lurescope }) => {
  const page = await lurescope.launch();
  const exposed = await page.evaluate(() => ({
    calls: Object.keys(window.lurescope.calls),
    keys: Object.keys(window.lurescope),
  }));
  expect(exposed.keys.sort()).toEqual(['calls', 'events']);
  expect(exposed.calls).toContain('sources.create');
  expect(exposed.calls.filter((name) => /secret|credential|password/i.test(name))).toEqual([
    'sources.changeCredentials',
  ]);
  const refused = await page.evaluate(() => window.lurescope.calls['sources.pause']('../../etc/passwd'));
  expect(refused).toMatchObject({ ok: false });
});

test('files outside the app and batches that are none are not served', async ({ lurescope }) => {
  const page = await lurescope.launch();
  for (const path of [
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fmain%2fmain.cjs',
    '/journal/x/1',
    '/journal/..%2f..%2fsources/1',
  ]) {
    const { status, body } = await page.evaluate(async (asked) => {
      const response = await fetch(asked);
      return { status: response.status, body: await response.text() };
    }, path);
    expect([path, status]).toEqual([path, 404]);
    expect(body).not.toContain('lurescope"');
  }
});
