/** Why the sandbox must not run in this environment; undefined when it may. */
export function forbidden(environment: NodeJS.ProcessEnv): string | undefined {
  if (environment['NODE_ENV'] === 'production')
    return 'NODE_ENV is production: the Stripe sandbox is for demonstrations and tests only.';
  if (/^(sk|rk)_live_/.test(environment['STRIPE_SECRET_KEY'] ?? ''))
    return 'STRIPE_SECRET_KEY is a real key: the Stripe sandbox never runs beside one.';
  return undefined;
}
