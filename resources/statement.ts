/** A CloudFormation value: literal, or an intrinsic function. */
export type Value = string | { readonly [intrinsic: string]: unknown };

/** One statement of an IAM policy; never a resource "*" except where AWS offers nothing narrower. */
export type Statement = {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: Value | readonly Value[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

export const allow = (
  Action: readonly string[],
  Resource: Statement['Resource'],
  Condition?: Statement['Condition'],
): Statement => ({ Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) });

export const sub = (template: string): Value => ({ 'Fn::Sub': template });
export const getAtt = (resource: string, attribute: string): Value => ({ 'Fn::GetAtt': [resource, attribute] });
export const ref = (resource: string): Value => ({ Ref: resource });
