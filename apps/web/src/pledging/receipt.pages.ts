import { Controller, Get, Param } from '@nestjs/common';
import { CashQueries } from '#libs/cash/src/index.js';
import { CertificatesQueries } from '#libs/cofunding/src/index.js';
import { MessagesQueries } from '#libs/messages/src/index.js';
import { FundMoneyQueries, GiftMoneyQueries } from '#libs/books/src/index.js';
import { FundsQueries } from '#libs/funds/src/index.js';
import { BodiesQueries, placeName, PlacesQueries, townOrVillage } from '#libs/hometowns/src/index.js';
import { HeadsQueries, ProofsQueries } from '#libs/ledger/src/index.js';
import { EditionsQueries } from '#libs/programmes/src/index.js';
import { ReceiptsQueries } from '#libs/pledges/src/index.js';
import { Limit, Read } from '../edge/decorators.js';
import { type Page, Redirect } from '../edge/page.js';
import type { Reading } from '../edge/reading.js';
import { Minutes } from '../association/minutes.service.js';
import { minutesPage } from '../association/minutes.view.js';
import { certificatePage } from '../programmes/certificate.view.js';
import { ProjectFaces } from '../projects/project.faces.js';
import { cashReceiptProofPage, messageProofPage } from './cash-receipt.view.js';
import { receiptAskPage, receiptPage, receiptUnknownPage, wishRows } from './receipt.view.js';

/** Receipts that anybody can check: by the code's own address, in the reader's language. */
@Controller()
export class ReceiptPages {
  constructor(
    private readonly receipts: ReceiptsQueries,
    private readonly money: GiftMoneyQueries,
    private readonly fundMoney: FundMoneyQueries,
    private readonly proofs: ProofsQueries,
    private readonly heads: HeadsQueries,
    private readonly faces: ProjectFaces,
    private readonly funds: FundsQueries,
    private readonly places: PlacesQueries,
    private readonly cash: CashQueries,
    private readonly messages: MessagesQueries,
    private readonly bodies: BodiesQueries,
    private readonly certificates: CertificatesQueries,
    private readonly editions: EditionsQueries,
    private readonly minutes: Minutes,
  ) {}

  @Get('/v')
  @Limit({ name: 'receipt', points: 60, seconds: 600 })
  ask(@Read() reading: Reading): Page | Redirect {
    const code = (reading.query.get('code') ?? '').replace(/[^0-9A-Za-z]/g, '').slice(0, 40);
    return code ? new Redirect(`/v/${code}?lang=${reading.lang}`, 302) : receiptAskPage(reading);
  }

  @Get('/v/:code')
  @Limit({ name: 'receipt', points: 60, seconds: 600 })
  async show(@Read() reading: Reading, @Param('code') text: string): Promise<Page> {
    const code = text.slice(0, 40);
    const found = (await this.ofProject(reading, code)) ?? (await this.ofFund(reading, code));
    if (!found) return this.cashOrUnknown(reading, code);
    const { proof, journal, purpose } = found;
    const [place, head, money, fundMoney] = await Promise.all([
      this.proofs.placeOf(journal),
      this.heads.newest(),
      this.money.ofReceipt(code),
      this.fundMoney.ofReceipt(code),
    ]);
    return receiptPage(reading, proof, { code, purpose, place, head, money, fundMoney });
  }

  private async ofProject(reading: Reading, code: string) {
    const { say, text } = reading;
    const [proof, journal] = await Promise.all([this.receipts.find(code), this.receipts.journalOf(code)]);
    if (!proof || !journal) return null;
    const face = await this.faces.of(proof.projectId);
    const { path, place, plan } = face;
    const more = wishRows(reading, proof, face);
    return {
      proof,
      journal,
      purpose: { label: say('thanks.project'), title: text(plan.project.title).text, path, place, more },
    };
  }

  private async ofFund({ say, lang }: Reading, code: string) {
    const proof = await this.funds.byReceipt(code);
    const place = proof && (await this.places.byCode(proof.placeCode));
    if (!proof || !place) return null;
    const title = say('fund.title', { place: placeName(lang, place), kind: townOrVillage(place) });
    return {
      proof,
      journal: proof.journal,
      purpose: { label: say('fund.label'), title, path: `/t/${place.slug}/fund`, place, more: [] },
    };
  }

  /** A cashier's receipt whose cash is not in the bank yet, or went back. */
  private async cashOrUnknown(reading: Reading, code: string): Promise<Page> {
    const receipt = await this.cash.byCode(code);
    if (!receipt) return this.messageOrUnknown(reading, code);
    const [face, association] = await Promise.all([
      this.faces.of(receipt.projectId),
      this.bodies.find(receipt.associationId),
    ]);
    return cashReceiptProofPage(reading, { receipt, face, association: association!.name });
  }

  /** A message whose aggregator has not paid yet. */
  private async messageOrUnknown(reading: Reading, code: string): Promise<Page> {
    const message = await this.messages.byReceipt(code);
    if (!message) return this.certificateOrUnknown(reading, code);
    return messageProofPage(reading, { ...message, code, face: await this.faces.of(message.projectId) });
  }

  /** A diaspora contribution certificate. */
  private async certificateOrUnknown(reading: Reading, code: string): Promise<Page> {
    const certificate = await this.certificates.byCode(code);
    if (!certificate) return this.minutesOrUnknown(reading, code);
    const { projectId, editionId } = certificate;
    const [face, edition, now] = await Promise.all([
      this.faces.of(projectId),
      editionId && this.editions.find(editionId),
      this.certificates.now(projectId),
    ]);
    return certificatePage(reading, { certificate, edition, face, now });
  }

  /** Minutes of an assembly. */
  private async minutesOrUnknown(reading: Reading, code: string): Promise<Page> {
    const facts = await this.minutes.byCode(code);
    return facts ? minutesPage(reading, facts) : receiptUnknownPage(reading, code);
  }
}
