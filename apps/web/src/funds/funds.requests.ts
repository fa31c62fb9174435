import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { IsBoolean, IsEmail, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { FundGiftId, PlanId } from '#libs/funds/src/index.js';
import type { ProjectId } from '#libs/kernel/src/index.js';
import { type Lang, LANGS } from '#libs/platform/src/index.js';
import { IsId, Nested } from '../edge/validation.js';
import { PlaceParams } from '../places/places.api.js';
import { PublicWordsForm, SumForm } from '../pledging/give.requests.js';
import { MoneyRequest, PublicWordsRequest } from '../pledging/pledges.requests.js';

const SHORT = 40;

/** The form of a gift to a fund. Only a sum and an address must be there. */
export class FundForm extends IntersectionType(PublicWordsForm, SumForm) {
  @IsId()
  id!: FundGiftId & PlanId;

  @IsIn(['monthly', 'once'], { context: { code: 'fund-often', missing: 'fund-often' } })
  often!: 'monthly' | 'once';

  /** The project that he came from and that has all it needs. */
  @IsOptional()
  @IsId()
  from?: ProjectId;

  /** That the money goes to the fund and not to that project. */
  @IsOptional()
  @IsIn(['yes'])
  consent?: 'yes';

  @IsOptional()
  @IsIn(['currency'])
  do?: 'currency';
}

/** Another sum for a monthly gift. */
export class PlanSumForm {
  @IsString()
  @MaxLength(SHORT)
  sum!: string;

  @IsOptional()
  @IsIn(['yes'])
  cover?: 'yes';
}

/** Which month is to be paid. */
export class PlanMonthForm {
  @IsId()
  giftId!: FundGiftId;
}

/** A gift to a town's fund in a path; its id is the caller's. */
export class FundGiftOfPlaceParams extends PlaceParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  giftId!: FundGiftId;
}

/** A monthly gift to a town's fund in a path; its id is the caller's. */
export class PlanOfPlaceParams extends PlaceParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  planId!: PlanId;
}

/** A gift to a fund in a path. */
export class FundGiftParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: FundGiftId;
}

/** A monthly gift in a path. */
export class PlanParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  id!: PlanId;
}

/** A month of a monthly gift in a path. */
export class PlanMonthParams extends PlanParams {
  @ApiProperty({ format: 'uuid' })
  @IsId()
  giftId!: FundGiftId;
}

/** What a monthly gift is worth, and whether the card's fee is added. */
export class PlanSumRequest {
  @ApiProperty({ type: MoneyRequest })
  @Nested(() => MoneyRequest)
  amount!: MoneyRequest;

  @ApiProperty({ required: false, example: false })
  @IsOptional()
  @IsBoolean()
  coverFee?: boolean;
}

/** A gift to a fund, once or every month. */
export class FundGiftRequest extends IntersectionType(PublicWordsRequest, PlanSumRequest) {
  @ApiProperty({ example: 'maria@demo.plai.example' })
  @MaxLength(254)
  @IsEmail({}, { context: { code: 'email', missing: 'email' } })
  email!: string;

  @ApiProperty({ required: false, enum: LANGS })
  @IsOptional()
  @IsIn(LANGS)
  lang?: Lang;
}

/** A gift made once to a fund. */
export class FundOnceRequest extends FundGiftRequest {
  /** The project of that town which has all it needs already. */
  @ApiProperty({ required: false, format: 'uuid' })
  @IsOptional()
  @IsId()
  fromProjectId?: ProjectId;
}

/** Whether a monthly gift runs or rests. */
export class PlanStateRequest {
  @ApiProperty({ enum: ['active', 'paused'], example: 'paused' })
  @IsIn(['active', 'paused'])
  state!: 'active' | 'paused';
}
