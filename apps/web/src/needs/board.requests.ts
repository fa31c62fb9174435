import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsBoolean, IsIn, IsInt, IsOptional, IsString, MaxLength } from 'class-validator';
import type { Id } from '#libs/kernel/src/index.js';
import {
  type AnswerKind,
  ANSWERS,
  type OfferId,
  type OfferKind,
  OFFERS,
  type OptionId,
  type TownNeedId,
} from '#libs/needs/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { PlaceParams } from '../places/places.api.js';
import { IsId } from '../edge/validation.js';

/** The language of what is written; the reader's when left out. */
class Written {
  @ApiProperty({ required: false, enum: LANGS, example: 'ro' })
  @IsOptional()
  @IsIn(LANGS)
  lang?: Lang;
}

/** A need in a path. */
export class TownNeedParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: TownNeedId;
}

/** A need of a place in a path; its id is the caller's. */
export class NeedInTownParams extends PlaceParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  needId!: TownNeedId;
}

/** Whether a need is hidden, and why; the reason is public. */
export class NeedHidingRequest {
  @ApiProperty()
  @IsBoolean()
  hidden!: boolean;

  @ApiProperty({ example: 'Numele și telefonul unui vecin' })
  @IsString()
  @MaxLength(500)
  reason!: string;
}

/** An offer of help in a path; its id is the caller's. */
export class HelpParams extends TownNeedParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  offerId!: OfferId;
}

/** An answer in a path; its id is the caller's. */
export class NeedAnswerParams extends TownNeedParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  answerId!: Id<'Answer'>;
}

/** An option of a place in a path; its id is the caller's. */
export class TownOptionParams extends PlaceParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  optionId!: OptionId;
}

/** Words that everybody will read. */
class WrittenForAll extends Written {
  @ApiProperty({
    required: false,
    description: 'Everybody may read the phone number, e-mail address or personal code that seems to be in it',
  })
  @IsOptional()
  @IsBoolean()
  open?: boolean;
}

/** A need for a town's board. */
export class TownNeedRequest extends WrittenForAll {
  @ApiProperty({ example: 'Lumină pe strada Nucilor', maxLength: 120 })
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(120)
  title!: string;

  @ApiProperty({ example: 'Seara copiii vin de la școală pe întuneric.', maxLength: 2000 })
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(2000)
  why!: string;

  @ApiProperty({ required: false, example: 'Vale', maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;
}

/** Help for a need. */
export class HelpRequest extends WrittenForAll {
  @ApiProperty({ enum: OFFERS, example: 'time' })
  @IsIn(OFFERS)
  kind!: OfferKind;

  @ApiProperty({ example: 'Pot săpa două zile, cu uneltele mele.', maxLength: 500 })
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(500)
  words!: string;

  /** For time and skill. */
  @ApiProperty({ required: false, example: 16 })
  @IsOptional()
  @IsInt()
  hours?: number;

  /** For money: an intention, in lei. */
  @ApiProperty({ required: false, description: 'Lei' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  amount?: string;

  /** Whether the town hall and the association may see my address. */
  @ApiProperty({ example: true })
  @IsBoolean()
  contact!: boolean;
}

/** The town hall's answer. */
export class NeedAnswerRequest extends Written {
  @ApiProperty({ enum: ANSWERS, example: 'planned' })
  @IsIn(ANSWERS)
  kind!: AnswerKind;

  @ApiProperty({ example: 'Intră în planul pentru vară.', maxLength: 2000 })
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(2000)
  why!: string;
}

/** The need that another one is the same as. */
export class SameNeedRequest {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  into!: TownNeedId;
}

/** Needs with a price. */
export class TownOptionRequest extends Written {
  @ApiProperty({ type: [String], format: 'uuid' })
  @IsId({ each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  needs!: TownNeedId[];

  @ApiProperty({ example: 'Lumină pe trei străzi', maxLength: 120 })
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(120)
  title!: string;

  @ApiProperty({ example: '40 de lămpi LED pe stâlpii care sunt.', maxLength: 2000 })
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(2000)
  description!: string;

  @ApiProperty({ example: '120000.00', description: 'Lei' })
  @IsString()
  @MaxLength(20)
  cost!: string;

  /** Where the price is from. */
  @ApiProperty({ example: 'Oferta unei firme, 3 noiembrie 2026', maxLength: 300 })
  @IsString({ context: { missing: 'text-missing' } })
  @MaxLength(300)
  source!: string;

  @ApiProperty({ required: false, example: 'Centru', maxLength: 60 })
  @IsOptional()
  @IsString()
  @MaxLength(60)
  part?: string;
}
