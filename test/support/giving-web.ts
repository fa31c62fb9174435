import { RatesService } from '#libs/rates/src/index.js';
import { CardBank } from './card-bank.js';
import { type Sandbox, startSandbox } from './sandbox.js';
import { openWeb, type Web } from './web.js';

/** The web with all that taking a gift needs: a Stripe of its own, the shipped rates, and the card company's word. */
export interface GivingWeb extends Web {
  readonly stripe: Sandbox;
  readonly bank: CardBank;
}

/** Starts it; `env` replaces variables of the test configuration. */
export async function openGivingWeb(env: Record<string, string> = {}): Promise<GivingWeb> {
  const stripe = await startSandbox({ webhookSecret: 'whsec_test', settings: { rateLimit: 0 } });
  const web = await openWeb({ env: { STRIPE_PORT: String(stripe.port), ...env } });
  await web.get(RatesService).loadShipped();
  const close = async () => {
    await web.close();
    await stripe.close();
  };
  return { ...web, stripe, bank: new CardBank(web), close };
}
