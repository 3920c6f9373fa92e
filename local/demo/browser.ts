/** As much of a browser as a login needs: cookies, redirects, and the choice on the login page. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async #fetch(url: URL, form?: URLSearchParams): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      headers: { cookie },
      redirect: 'manual',
      ...(form ? { body: form } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split(/=(.*)/s) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }

  /**
   * Opens the authorization URL, picks the person on the login page and follows the redirects.
   * @returns where the application is called back, with the code or the error
   */
  async logIn(start: URL, callback: string, choice: { sub: string; organization?: string | undefined }): Promise<URL> {
    let url = start;
    let response = await this.#fetch(url);
    for (let hops = 0; hops < 10; hops += 1) {
      const location = response.headers.get('location');
      if (location !== null) {
        url = new URL(location, url);
        if (url.href.startsWith(callback)) return url;
        response = await this.#fetch(url);
      } else if (url.pathname.startsWith('/interaction/')) {
        const form = new URLSearchParams({ sub: choice.sub, organization: choice.organization ?? '' });
        response = await this.#fetch(url, form);
      } else {
        throw new Error(`The identity provider answered HTTP ${response.status} at ${url.pathname} instead of a login`);
      }
    }
    throw new Error('The identity provider redirects without end');
  }
}
