import { type Answer, type Incoming } from './api.js';
import { readPayer, typedIn, type Typed, type Problems } from './checkout-form.js';
import { askPage, money, type PageContent, paymentPage, plainPage } from './checkout-page.js';
import { authenticateOnPage, awaitsBank, expireSession, payOnPage, successUrl } from './checkout-payment.js';
import { type Session } from './checkout-sessions.object.js';
import { STYLE } from './checkout-style.js';
import { type Language, languageOf, WORDS, type Words } from './checkout-words.js';
import { decodeForm } from './form.js';
import { authenticateIntent, intentQuestion } from './intent-page.js';
import { type World } from './world.js';

type Route = (world: World, call: Incoming, id: string) => Answer;

/** The pages for people, by method and path. */
const ROUTES: readonly [string, RegExp, Route][] = [
  ['GET', /^\/c\/pay\/(cs_test_\w+)$/, (world, call, id) => withSession(world, call, id, showPayment)],
  ['POST', /^\/c\/pay\/(cs_test_\w+)$/, (world, call, id) => withSession(world, call, id, takePayment)],
  ['GET', /^\/c\/authenticate\/(cs_test_\w+)$/, (world, call, id) => withSession(world, call, id, askBank)],
  ['POST', /^\/c\/authenticate\/(cs_test_\w+)$/, (world, call, id) => withSession(world, call, id, hearBank)],
  ['GET', /^\/c\/authenticate\/((?:pi|seti)_\w+)$/, (world, call, id) => onIntent(world, call, id)],
  ['POST', /^\/c\/authenticate\/((?:pi|seti)_\w+)$/, (world, call, id) => onIntent(world, call, id)],
  [
    'GET',
    /^\/c\/style\.css()$/,
    () => ({
      status: 200,
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' },
      body: STYLE,
    }),
  ],
  ['GET', /^\/receipts\/(ch_\w+)$/, (world, call, id) => receipt(world, call, id)],
];

/** Answers a page's address; undefined when it is none. */
export function answerPage(world: World, call: Incoming): Answer | undefined {
  for (const [method, pattern, route] of ROUTES) {
    const found = method === call.method ? pattern.exec(call.path) : null;
    if (found) return route(world, call, found[1] ?? '');
  }
  return undefined;
}

function withSession(
  world: World,
  call: Incoming,
  id: string,
  then: (world: World, session: Session, call: Incoming, language: Language) => Answer,
): Answer {
  const session = world.sessions.find(id);
  if (!session) return lost(call);
  const language = speaks(call, session.locale);
  if (session.status === 'open' && session.expires_at <= world.clock.now()) expireSession(world, session);
  const status = call.method === 'GET' ? 200 : 409;
  if (session.status === 'expired')
    return html(
      status,
      plainPage(language, { title: 'expiredTitle', text: WORDS[language].expiredText, onward: session.cancel_url }),
    );
  if (session.status === 'complete') {
    const title = session.mode === 'setup' ? 'savedTitle' : 'paidTitle';
    return html(status, plainPage(language, { title, text: WORDS[language].doneText, onward: successUrl(session) }));
  }
  return then(world, session, call, language);
}

function showPayment(world: World, session: Session, call: Incoming, language: Language): Answer {
  const notice = new URLSearchParams(call.query).get('notice') === 'refused' ? 'refused' : undefined;
  return page(world, session, language, { typed: {}, problems: {}, ...(notice && { notice }) });
}

function takePayment(world: World, session: Session, call: Incoming, language: Language): Answer {
  const typed = typedIn(decodeForm(call.body));
  const read = readPayer(typed, emailOf(world, session), world.clock.now(), debits(session));
  if ('problems' in read) return page(world, session, language, { typed, problems: read.problems }, 422);
  const outcome = payOnPage(world, session, read.payer);
  if (outcome.kind === 'asks') return redirect(`/c/authenticate/${session.id}`);
  if (outcome.kind !== 'declined') return redirect(successUrl(session));
  return page(world, session, language, { typed, problems: {}, notice: reason(outcome.declineCode) }, 422);
}

function askBank(world: World, session: Session, _: Incoming, language: Language): Answer {
  if (!awaitsBank(world, session)) return redirect(`/c/pay/${session.id}`);
  const words = WORDS[language];
  const question =
    session.mode === 'setup'
      ? words.askSave
      : words.askPay.replace('{amount}', money(session.amount_total ?? 0, session.currency ?? 'eur', language));
  return html(200, askPage(language, question, `/c/authenticate/${session.id}`), session.success_url);
}

function hearBank(world: World, session: Session, call: Incoming, language: Language): Answer {
  const decision = decodeForm(call.body).get('decision');
  if (!awaitsBank(world, session)) return redirect(`/c/pay/${session.id}`);
  if (decision !== 'authorise' && decision !== 'refuse') return askBank(world, session, call, language);
  const outcome = authenticateOnPage(world, session, decision === 'authorise' ? 'authorised' : 'refused');
  if (outcome.kind === 'refused') return redirect(`/c/pay/${session.id}?notice=refused`);
  if (outcome.kind !== 'declined') return redirect(successUrl(session));
  return page(world, session, language, { typed: {}, problems: {}, notice: reason(outcome.declineCode) }, 422);
}

function onIntent(world: World, call: Incoming, id: string): Answer {
  const language = speaks(call, null);
  const question = intentQuestion(world, id, language);
  if (question === undefined) return lost(call);
  const decision = decodeForm(call.body).get('decision');
  if (call.method === 'POST' && (decision === 'authorise' || decision === 'refuse'))
    return redirect(authenticateIntent(world, id, decision));
  return html(200, askPage(language, question.text, `/c/authenticate/${id}`), question.returnUrl);
}

function receipt(world: World, call: Incoming, id: string): Answer {
  const charge = world.charges.find(id);
  const language = speaks(call, null);
  if (!charge?.paid) return lost(call);
  return html(
    200,
    plainPage(language, {
      title: 'receipt',
      text: `${money(charge.amount, charge.currency, language)} · ${charge.id}`,
    }),
  );
}

function page(
  world: World,
  session: Session,
  language: Language,
  more: { typed: Typed; problems: Problems; notice?: keyof Words },
  status = 200,
): Answer {
  const content: PageContent = {
    session,
    language,
    lines: world.plans.get(session.id).lines,
    fixedEmail: emailOf(world, session),
    debits: debits(session),
    ...more,
  };
  return html(status, paymentPage(content), session.success_url);
}

const debits = (session: Session) =>
  session.mode === 'payment' && session.currency === 'eur' && session.payment_method_types.includes('sepa_debit');
const speaks = (call: Incoming, locale: string | null) => languageOf(locale, call.headers['accept-language']);

function emailOf(world: World, session: Session): string | null {
  return (
    session.customer_email ??
    (session.customer === null ? null : (world.customers.find(session.customer)?.email ?? null))
  );
}

function reason(code: string | undefined): keyof Words {
  return code === 'insufficient_funds' || code === 'expired_card' || code === 'incorrect_cvc' ? code : 'declined';
}

function lost(call: Incoming): Answer {
  const language = speaks(call, null);
  return html(404, plainPage(language, { title: 'missingTitle', text: WORDS[language].missingText }));
}

function redirect(location: string): Answer {
  return { status: 303, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** A page with its safety headers; a form may lead on only to here and to the merchant's own address. */
function html(status: number, body: string, onward: string | null = null): Answer {
  const target = onward === null ? '' : ` ${new URL(onward).origin}`;
  return {
    status,
    body,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; form-action 'self'${target}; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    },
  };
}
