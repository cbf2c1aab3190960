/**
 * Makes `window.open` answer null, as Electron does where the handler denies, and tells the isolated world of it. A
 * window that was opened and then closed could keep its opener waiting for ever while a debugger is attached. The
 * function refers to nothing outside itself, because its source runs in the page.
 */
export function denyWindowOpen(opened: string): void {
  const Custom = CustomEvent;
  const dispatch = window.dispatchEvent.bind(window);
  window.open = (url, name, features) => {
    const address = url === undefined ? 'about:blank' : new URL(String(url), document.baseURI).href;
    dispatch(new Custom(opened, { detail: JSON.stringify([address, name ?? '', features ?? '']) }));
    return null;
  };
}
