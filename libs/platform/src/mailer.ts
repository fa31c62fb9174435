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

const POOL = { pool: true, maxConnections: 8, maxMessages: 100 } as const;

/** Hands letters to the mail server of SMTP_URL. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly transport: Transporter;

  constructor(private readonly config: Config) {
    // Connections are kept: greeting a mail server costs more than a letter.
    this.transport = nodemailer.createTransport({ url: config.smtpUrl, ...POOL }, { from: config.mailFrom });
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
