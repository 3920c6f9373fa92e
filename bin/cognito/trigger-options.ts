import type { Command } from 'commander';

/** What `attach` and `detach` both take. */
export const withTriggerOptions = (command: Command): Command =>
  command
    .argument('<idp>', 'cognito')
    .requiredOption('--pool-id <id>', 'the user pool')
    .option('--stage <stage>', 'the deployed stage whose function it is; this or --function-arn')
    .option('--function-arn <arn>', 'the function (output CognitoTriggerArn)')
    .option('--region <region>', "the pool's region; else the one in its id")
    .option('--endpoint <url>', 'another user pools API than AWS (cognito-local)')
    .option('--yes', 'do not ask');
