import type { AttributeReader } from '../../../lib/attributes/attribute-store.ts';
import { AttributeStoreError } from '../../../lib/errors.ts';
import { describeAwsFault } from '../../frame/aws-fault.ts';
import type { Configuration, Target } from '../../frame/configuration.ts';
import { type Check, problem, skipped } from '../check.ts';
import type { KnownSecrets } from '../check-secrets.ts';
import { expectAnswers } from './expected-answers.ts';
import { judgeForged, judgeGenuine } from './judge-answers.ts';
import { sendProbe } from './probe-answer.ts';
import { probeRequest } from './probe-request.ts';
import { forgedCall, genuineCall, type SignedCall } from './signed-call.ts';

export type ProbeServices = { readonly reader: AttributeReader; readonly secrets: KnownSecrets };

/** The store of a function that cannot reach it. */
const unreachable: AttributeReader = { load: () => Promise.reject(new AttributeStoreError('not reached')) };

/** The signed call, or why there is none. */
const signedCall = (
  { instanceConfig: { proof, hook } }: Target,
  { policy }: Configuration,
  secrets: KnownSecrets,
): SignedCall | string => {
  const request = probeRequest(hook);
  if (!request || !('secret' in proof)) return "signed calls: only the IdP's own key makes one";
  const [secret] = secrets.get(proof.secret) ?? [];
  if (secret === undefined) return 'signed calls: there is no secret to sign with';
  if (policy.unknownSubject === 'create') return "signed calls: unknownSubject: 'create' would create the probe";
  return genuineCall(request, proof, secret);
};

/** Calls one instance as its IdP would, once signed and once forged, about a subject that nobody is. */
export const probeInstance = async (
  url: string,
  target: Target,
  configuration: Configuration,
  services: ProbeServices,
): Promise<readonly Check[]> => {
  const { instance, instanceConfig } = target;
  const { proof } = instanceConfig;
  const request = probeRequest(instanceConfig.hook);
  if (!request || proof.kind === 'user-pools') {
    return [skipped('probe', instance, 'Cognito invokes its function directly: see the check of the trigger')];
  }
  const expectAnswer = await expectAnswers(target, configuration, services);
  const expectFault = await expectAnswers(target, configuration, { ...services, reader: unreachable });
  const both = async (call: SignedCall) => ({ expected: await expectAnswer(call), got: await sendProbe(url, call) });
  try {
    const signed = signedCall(target, configuration, services.secrets);
    const forged = await both(await forgedCall(request, proof));
    if (typeof signed === 'string') {
      return [skipped('probe', instance, signed), judgeForged(instance, forged, undefined)];
    }
    const genuine = await both(signed);
    const others = { forged: forged.expected, fault: await expectFault(signed) };
    const answered = judgeGenuine(instance, genuine, others);
    const reached = genuine.got.status !== 404 && genuine.got.status !== 405;
    return reached ? [answered, judgeForged(instance, forged, genuine.expected)] : [answered];
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return [
      problem(
        'probe',
        instance,
        `no answer came (${describeAwsFault(cause)})`,
        'see the log of the function, and --url',
      ),
    ];
  }
};
