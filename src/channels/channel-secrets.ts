import type { SecretBox } from '../store/secret-box.ts';

type Settings = Record<string, unknown>;

/** Seals the values at the dotted paths that are secrets. */
export function sealSecrets(settings: Settings, paths: readonly string[], box: SecretBox): Settings {
  return mapPaths(settings, paths, (value) => (typeof value === 'string' ? box.seal(value) : value));
}

/** Seals like `sealSecrets`, but leaves a value that did not change as it was sealed before. */
export function sealChanged(
  settings: Settings,
  sealed: Settings,
  paths: readonly string[],
  box: SecretBox,
): Settings {
  const earlier = openSecrets(sealed, paths, box);
  return paths.reduce((all, path) => {
    const names = path.split('.');
    const value = valueAt(settings, names);
    if (typeof value !== 'string') return all;
    const isSame = value === valueAt(earlier, names);
    return withValue(all, names, () => (isSame ? valueAt(sealed, names) : box.seal(value)));
  }, settings);
}

/** Opens what `sealSecrets` sealed. Throws SealError when the key is another. */
export function openSecrets(settings: Settings, paths: readonly string[], box: SecretBox): Settings {
  return mapPaths(settings, paths, (value) => (typeof value === 'string' ? box.open(value) : value));
}

/** Leaves the secrets out: they never come back out of the API. */
export function withoutSecrets(settings: Settings, paths: readonly string[]): Settings {
  return mapPaths(settings, paths, () => undefined);
}

/** New settings with each secret that was left out taken from the earlier ones. */
export function keepSecrets(settings: Settings, earlier: Settings, paths: readonly string[]): Settings {
  let kept = settings;
  for (const path of paths) {
    const names = path.split('.');
    if (valueAt(settings, names) === undefined && valueAt(earlier, names) !== undefined) {
      kept = withValue(kept, names, () => valueAt(earlier, names));
    }
  }
  return kept;
}

function mapPaths(
  settings: Settings,
  paths: readonly string[],
  change: (value: unknown) => unknown,
): Settings {
  return paths.reduce((all, path) => {
    const names = path.split('.');
    return valueAt(all, names) === undefined ? all : withValue(all, names, change);
  }, settings);
}

function valueAt(settings: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((at, name) => (isSettings(at) ? at[name] : undefined), settings);
}

/** A copy with the value at the path changed; a path through something absent changes nothing. */
function withValue(
  settings: Settings,
  names: readonly string[],
  change: (value: unknown) => unknown,
): Settings {
  const [name, ...rest] = names;
  if (name === undefined) return settings;
  const value = settings[name];
  if (rest.length > 0)
    return isSettings(value) ? { ...settings, [name]: withValue(value, rest, change) } : settings;
  const { [name]: _, ...others } = settings;
  const next = change(value);
  return next === undefined ? others : { ...others, [name]: next };
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
