import type { Opener } from '../../electron/core/ports/opener.js';

export interface FakeBrowser extends Opener {
  readonly opened: URL[];
  /** where it was sent back to, as it went there */
  readonly returned: URL[];
  /** what answered there */
  readonly statuses: number[];
  /** changes the address it is sent back to */
  change: (back: URL) => URL;
  /** false: the person does nothing */
  follows: boolean;
  /** it was left at a page that sends it nowhere, so nothing ends the sign-in */
  stranded: (where: string) => void;
}

/** A person's browser that follows every redirect and says nothing, up to and including the visit to Toolgate's own listener. */
export function fakeBrowser(): FakeBrowser {
  const browser: FakeBrowser = {
    opened: [],
    returned: [],
    statuses: [],
    change: (back) => back,
    follows: true,
    stranded: () => {},
    open(url) {
      browser.opened.push(url);
      if (browser.follows) visit(url).catch((error: unknown) => browser.stranded(`${url.origin}: ${String(error)}`));
      return Promise.resolve(true);
    },
  };
  async function visit(start: URL): Promise<void> {
    const cookies = new Map<string, string>();
    const callback = start.searchParams.get('redirect_uri') ?? 'none:';
    for (let url = start, steps = 0; steps < 20; steps += 1) {
      if (url.href.startsWith(callback)) {
        const back = browser.change(url);
        browser.returned.push(back);
        // 0: nobody listens there any more
        browser.statuses.push(
          await fetch(back).then(
            (answer) => answer.status,
            () => 0,
          ),
        );
        return;
      }
      const answer = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [name, value] = (line.split(';')[0] ?? '').split(/=(.*)/s);
        if (value === undefined || value === '') cookies.delete(name ?? '');
        else cookies.set(name ?? '', value);
      }
      const next = answer.headers.get('location');
      if (next === null) {
        browser.statuses.push(answer.status);
        return browser.stranded(`${url.href}, which answered ${answer.status}`);
      }
      url = new URL(next, url);
    }
    browser.stranded('the last of twenty redirects');
  }
  return browser;
}
