import { Refusal } from './errors.js';

/** Throws, as Stripe does, unless a call brings a secret key of the test mode, or the `only` one. */
export function checkKey(authorization: string | undefined, only: string | undefined): void {
  const unauthorized = (message: string) => new Refusal(401, { type: 'invalid_request_error', message });
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  const key = basic
    ? Buffer.from(basic, 'base64').toString('utf8').split(':')[0]
    : /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (only === undefined ? !/^(sk|rk)_test_\w+$/.test(key) : key !== only)
    throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(12)}`);
}
