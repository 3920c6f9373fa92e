import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packageService } from '../../test/support/packaged-service.ts';
import { installRuntimeClient, type LambdaProcess, startLambdaProcess } from '../lambda-process.ts';
import { answered, type Subject } from './answered.ts';
import { buildBaselines, type Runnable } from './baselines.ts';
import { cognitoEvent, postLoginEvent } from './events.ts';
import { inAnyOrder } from './in-any-order.ts';
import { type GroupsMeasured, measureGroups } from './measure-groups.ts';
import { median, percentile } from './percentile.ts';
import { type BenchmarkWorld, startBenchmarkWorld } from './world.ts';

export type PackagedMeasured = {
  readonly name: string;
  readonly bundleKB: number;
  /** Milliseconds from the start of the process to the first answer: median, and the middle half. */
  readonly cold: number;
  readonly coldSpread: readonly [number, number];
  /** Milliseconds of a warm call. */
  readonly warmP50: number;
  readonly warmP99: number;
  /** Resident MiB after the warm calls. */
  readonly memory: number;
};

const unpacked = (directory: string, name: string, label: string, handler: string): Runnable => {
  const target = join(directory, 'unpacked', name);
  mkdirSync(target, { recursive: true });
  execFileSync('unzip', ['-qo', join(directory, 'package', `${name}.zip`), '-d', target]);
  const file = join(target, `${handler.slice(0, handler.lastIndexOf('.'))}.mjs`);
  return { name: label, directory: target, handler, bundleKB: statSync(file).size / 1000 };
};

const handlerOf = (service: Awaited<ReturnType<typeof packageService>>, functionName: string): string => {
  const resource = Object.values(service.template.Resources).find(({ Properties }) =>
    String(Properties['FunctionName']).endsWith(`-${functionName}`),
  );
  if (!resource) throw new Error(`${functionName} was not packaged; is its hook in hooks.config.ts?`);
  return String(resource.Properties['Handler']);
};

/** The packaged hooks and the hand-written Lambda in AWS's runtime client, every round in turn, so that a slow moment meets all. */
export const measurePackaged = async ({
  smoke,
}: {
  readonly smoke: boolean;
}): Promise<{ readonly functions: readonly PackagedMeasured[]; readonly groups: readonly GroupsMeasured[] }> => {
  await installRuntimeClient();
  const baselines = await buildBaselines();
  const service = await packageService({ stage: 'dev' });
  const world = await startBenchmarkWorld();
  try {
    const hook = (functionName: string, label: string) =>
      unpacked(service.directory, functionName, label, handlerOf(service, functionName));
    const subjects: readonly Subject[] = [
      ...baselines.map((baseline) => ({ ...baseline, event: () => cognitoEvent() })),
      { ...hook('cognito-pre-token-generation', 'ours, Cognito V2'), event: () => cognitoEvent() },
      { ...hook('auth0-post-login', 'ours, Auth0 post-login'), event: () => postLoginEvent(world.postLoginSecret) },
    ];
    const functions = await measureInTurn(subjects, world, smoke ? { cold: 2, warm: 50 } : { cold: 31, warm: 3000 });
    const cognito = subjects[2] as Subject;
    return { functions, groups: await measureGroups(cognito, world, smoke ? 20 : 1000) };
  } finally {
    await world.close();
    await service.remove();
    for (const { directory } of baselines) await rm(directory, { recursive: true });
  }
};

const measureInTurn = async (
  subjects: readonly Subject[],
  { environment }: BenchmarkWorld,
  runs: { readonly cold: number; readonly warm: number },
): Promise<readonly PackagedMeasured[]> => {
  const cold = subjects.map((): number[] => []);
  for (let round = 0; round < runs.cold; round += 1) {
    for (const [index, subject] of subjects.entries()) {
      const running = await startLambdaProcess({ ...subject, environment });
      cold[index]?.push(running.initMs + (await answered(running, subject)));
      await running.stop();
    }
  }
  const running = await Promise.all(subjects.map((subject) => startLambdaProcess({ ...subject, environment })));
  const warm = subjects.map((): number[] => []);
  for (let round = -Math.ceil(runs.warm / 10); round < runs.warm; round += 1) {
    for (const [index, subject] of inAnyOrder([...subjects.entries()])) {
      const milliseconds = await answered(running[index] as LambdaProcess, subject);
      // The first tenth lets V8 compile what is hot.
      if (round >= 0) warm[index]?.push(milliseconds);
    }
  }
  const memory = await Promise.all(running.map((process) => process.memory()));
  await Promise.all(running.map((process) => process.stop()));
  return subjects.map(({ name, bundleKB }, index) => {
    const [coldTimes = [], warmTimes = []] = [cold[index], warm[index]];
    return {
      name,
      bundleKB,
      cold: median(coldTimes),
      coldSpread: [percentile(coldTimes, 0.25), percentile(coldTimes, 0.75)],
      warmP50: median(warmTimes),
      warmP99: percentile(warmTimes, 0.99),
      memory: memory[index] ?? Number.NaN,
    };
  });
};
