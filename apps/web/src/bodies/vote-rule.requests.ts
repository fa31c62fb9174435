import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** How an association votes; integers only. */
export class VoteRuleRequest {
  @ApiProperty({ example: 1 })
  @IsInt()
  quorumNum!: number;

  @ApiProperty({ example: 2 })
  @IsInt()
  quorumDen!: number;

  @ApiProperty({ example: 1 })
  @IsInt()
  majorityNum!: number;

  @ApiProperty({ example: 2 })
  @IsInt()
  majorityDen!: number;

  @ApiProperty({ example: true })
  @IsBoolean()
  strict!: boolean;

  @ApiProperty({ example: 72 })
  @IsInt()
  @Min(1)
  @Max(1000)
  hours!: number;

  @ApiProperty({ enum: ['refused', 'cast-decides', 'inspectors'], example: 'inspectors' })
  @IsIn(['refused', 'cast-decides', 'inspectors'])
  silence!: 'refused' | 'cast-decides' | 'inspectors';

  @ApiProperty({ example: 'Consiliul de experți al operatorului' })
  @IsString()
  @MaxLength(300)
  arbiter!: string;

  @ApiProperty({ example: true })
  @IsBoolean()
  secret!: boolean;

  /** For how many others a member may vote whom they have asked to; 0 when left out. */
  @ApiProperty({ required: false, minimum: 0, maximum: 3, default: 0, example: 1 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3)
  proxies?: number;

  /** Whether a member may hand in his ballot on paper: one officer enters it, another signs; false when left out. */
  @ApiProperty({ required: false, default: false, example: true })
  @IsOptional()
  @IsBoolean()
  paperAllowed?: boolean;
}
