/** The errors of one part of what was sent, by path within it; the part's own stands under ''. */
export function errorsUnder(part: string, errors: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(errors).flatMap(([path, message]) => {
      if (path === part) return [['', message]];
      return path.startsWith(`${part}.`) ? [[path.slice(part.length + 1), message]] : [];
    }),
  );
}
