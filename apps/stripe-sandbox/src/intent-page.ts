import { money } from './checkout-page.js';
import { type Language, WORDS } from './checkout-words.js';
import { answerBank } from './intent-life.js';
import { saveCard } from './setup-intents.js';
import { type World } from './world.js';

/** The bank's question for an intent confirmed by API, and where its answer leads; undefined when nothing is asked. */
export function intentQuestion(
  world: World,
  id: string,
  language: Language,
): { text: string; returnUrl: string | null } | undefined {
  const words = WORDS[language];
  const intent = world.paymentIntents.find(id) ?? world.setupIntents.find(id);
  if (intent?.status !== 'requires_action') return undefined;
  const text =
    intent.object === 'payment_intent'
      ? words.askPay.replace('{amount}', money(intent.amount, intent.currency, language))
      : words.askSave;
  return { text, returnUrl: intent.next_action?.redirect_to_url.return_url ?? null };
}

/** Takes the answer; gives the address to which its payer returns. */
export function authenticateIntent(world: World, id: string, decision: 'authorise' | 'refuse'): string {
  const said = decision === 'authorise' ? 'authorised' : 'refused';
  const payment = world.paymentIntents.find(id);
  const intent = payment ?? world.setupIntents.get(id);
  const back = new URL(intent.next_action?.redirect_to_url.return_url ?? `${world.publicUrl}/healthz`);
  const outcome = payment
    ? answerBank(world, payment, said)
    : saveCard(
        world,
        world.setupIntents.get(id),
        world.paymentMethods.get(world.setupIntents.get(id).payment_method ?? ''),
        said,
      );
  back.searchParams.set(intent.object, id);
  back.searchParams.set(`${intent.object}_client_secret`, intent.client_secret);
  back.searchParams.set('redirect_status', outcome.kind === 'declined' ? 'failed' : 'succeeded');
  return back.toString();
}
