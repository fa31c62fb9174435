import { newId, randomText } from './ids.js';
import { type LastError, type NextAction } from './payment-intents.object.js';

const blank = {
  object: 'setup_intent' as const,
  allowed_payment_method_types: null as 'card'[] | null,
  application: null,
  automatic_payment_methods: { allow_redirects: 'always', enabled: true } as {
    allow_redirects: string;
    enabled: boolean;
  } | null,
  cancellation_reason: null as string | null,
  client_secret: '',
  created: 0,
  customer: null as string | null,
  customer_account: null,
  description: null as string | null,
  excluded_payment_method_types: null,
  flow_directions: null,
  last_setup_error: null as LastError | null,
  latest_attempt: null as string | null,
  livemode: false,
  mandate: null,
  metadata: {} as Record<string, string>,
  next_action: null as NextAction | null,
  on_behalf_of: null,
  payment_method: null as string | null,
  payment_method_configuration_details: null,
  payment_method_options: { card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' } },
  payment_method_types: ['card'],
  single_use_mandate: null,
  status: 'requires_payment_method' as
    'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'processing' | 'succeeded' | 'canceled',
  usage: 'off_session' as string,
};

/** A card being saved, as the API shows it. */
export type SetupIntent = { id: string } & typeof blank;

/** A new intent, nothing attempted yet. */
export function makeSetupIntent(of: { created: number } & Partial<SetupIntent>): SetupIntent {
  const id = newId('seti', 24);
  return { id, ...structuredClone(blank), client_secret: `${id}_secret_${randomText(25)}`, ...of };
}
