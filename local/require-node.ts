/** @throws Error when this is not the Node that the functions run on, with the way out */
export const requireNode = (): void => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 24) return;
  throw new Error(
    `This needs Node 24 (AWS Lambda's nodejs24.x), this is ${process.version}. Start it with npm ("npm start", "npm run demo"): npm puts the Node 24 of node_modules first.`,
  );
};
