import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import nodemailer, { type Transporter } from 'nodemailer';
import { Config } from './config.js';

/** One letter, ready to go. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Names the letter for ever, so that a repeated send is recognised by the receiver: becomes Message-ID. */
  readonly id: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Hands letters to the mail server of SMTP_URL. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly transport: Transporter;

  constructor(private readonly config: Config) {
    this.transport = nodemailer.createTransport(config.smtpUrl, { from: config.mailFrom });
  }

  /** Resolves when the server has taken the letter; throws what it said otherwise. */
  async send({ id, ...mail }: Mail): Promise<void> {
    const host = new URL(this.config.publicUrl).hostname;
    await this.transport.sendMail({ ...mail, headers: { ...mail.headers }, messageId: `<${id}@${host}>` });
  }

  onModuleDestroy(): void {
    this.transport.close();
  }
}
