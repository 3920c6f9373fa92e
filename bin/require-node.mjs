// Plain JavaScript, so that a Node that cannot read TypeScript can still say what is wrong.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `claims needs Node 24 (AWS Lambda's nodejs24.x), this is ${process.version}. Run it with "npm run claims -- ..." or "node_modules/.bin/node bin/claims.ts ...": npm installs Node 24 beside the product.\n`,
  );
  process.exit(2);
}
