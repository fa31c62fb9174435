import { balanceEndpoints } from './balance.js';
import { balanceTransactionEndpoints } from './balance-transactions.js';
import { chargeEndpoints } from './charges.js';
import { checkoutSessionEndpoints } from './checkout-sessions.js';
import { customerEndpoints } from './customers.js';
import { disputeEndpoints } from './disputes.js';
import { type Endpoint } from './endpoint.js';
import { eventEndpoints } from './events.js';
import { paymentIntentEndpoints } from './payment-intents.js';
import { paymentMethodEndpoints } from './payment-methods.js';
import { payoutEndpoints } from './payouts.js';
import { refundEndpoints } from './refunds.js';
import { setupIntentEndpoints } from './setup-intents.js';
import { warningEndpoints } from './warnings.js';
import { webhookEndpointEndpoints } from './webhook-endpoints.js';

/** Every route of the API that is played here. */
export const ENDPOINTS: readonly Endpoint[] = [
  ...customerEndpoints,
  ...paymentMethodEndpoints,
  ...setupIntentEndpoints,
  ...paymentIntentEndpoints,
  ...checkoutSessionEndpoints,
  ...chargeEndpoints,
  ...refundEndpoints,
  ...disputeEndpoints,
  ...balanceEndpoints,
  ...balanceTransactionEndpoints,
  ...payoutEndpoints,
  ...eventEndpoints,
  ...webhookEndpointEndpoints,
  ...warningEndpoints,
];
