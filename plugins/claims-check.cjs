const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

/** Packaging starts with `claims check`: a mistake in the policy stops the deployment, not a running function. */
module.exports = class ClaimsCheckPlugin {
  constructor(serverless, _options, { log }) {
    this.hooks = {
      'before:package:initialize': () => {
        const program = join(serverless.serviceDir, 'bin/claims.ts');
        const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, 'check'], { encoding: 'utf8' });
        if (error) throw error;
        if (status !== 0) {
          throw new serverless.classes.Error(
            `claims check found errors, so nothing is packaged:\n${stdout}${stderr}`,
            'CLAIMS_CHECK_FAILED',
          );
        }
        log.info(stdout);
      },
    };
  }
};
