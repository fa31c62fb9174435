import type { Config } from '#libs/platform/src/index.js';

const POLICY = {
  'x-content-type-options': 'nosniff',
  // Not "no-referrer": browsers would then send our own forms with `Origin: null`.
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
};

/** The headers that every answer carries. */
export function securityHeaders(config: Config): Readonly<Record<string, string>> {
  const https = config.publicUrl.startsWith('https:');
  return {
    ...POLICY,
    'content-security-policy': contentPolicy(config, https),
    ...(https && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
  };
}

/** Nothing but our own files, nothing inline; forms may lead to us and on to the payment page. */
function contentPolicy(config: Config, https: boolean): string {
  const { host, port, protocol } = config.stripe;
  // Chromium holds redirects after a form to form-action too.
  const sandbox = host
    ? [`${protocol ?? 'http'}://${host}:${port ?? 80}`, `${protocol ?? 'http'}://localhost:${port ?? 80}`]
    : [];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    `form-action 'self' https://checkout.stripe.com ${sandbox.join(' ')}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** Lets other sites show this answer: sharing cards and carpets. */
export const SHOWN_ELSEWHERE = { 'cross-origin-resource-policy': 'cross-origin' } as const;
