import type { Template } from './packaged-service.ts';

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const inTemplateText = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{([A-Za-z0-9]+)(?:\.[A-Za-z0-9.]+)?\}/g)].flatMap(([, name]) => (name ? [name] : []));

/** The logical ids that a CloudFormation value refers to; pseudo parameters (`AWS::Region`) are left out. */
export const references = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isMembers(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return inner.startsWith('AWS::') ? [] : [inner];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    if (key === 'Fn::Sub' && typeof inner === 'string') return inTemplateText(inner);
    return references(inner);
  });
};

/** What each resource waits for. */
export const dependencies = ({ Resources }: Template): ReadonlyMap<string, readonly string[]> =>
  new Map(
    Object.entries(Resources).map(([name, resource]) => [
      name,
      [...references({ ...resource, DependsOn: undefined }), ...[resource.DependsOn ?? []].flat()],
    ]),
  );

/** A circle of resources that wait for each other, which CloudFormation refuses; `undefined`: there is none. */
export const circle = (template: Template): readonly string[] | undefined => {
  const graph = dependencies(template);
  const done = new Set<string>();
  const follow = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const found = follow(next, [...path, name]);
      if (found) return found;
    }
    done.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const found = follow(name, []);
    if (found) return found;
  }
  return undefined;
};
