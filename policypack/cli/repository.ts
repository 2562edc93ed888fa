import { existsSync, realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { Place } from "../preview/assess";
import { readProject } from "../preview/project";

/** Where the program of a folder stands. */
export function placeOf(directory: string): Place {
    const project = projectOf(directory);
    const folder = real(project?.root ?? directory);
    const root = repositoryOf(folder) ?? folder;
    return { root, ...(project && { file: real(project.file) }) };
}

/** The same, where several programs share a report: outside of a repository, seen from where the command runs. */
export function placeIn(directory: string, from: string): Place {
    const place = placeOf(directory);
    const [inside, around] = [place.root, real(from)];
    return repositoryOf(inside) === undefined && inside.startsWith(around + sep) ? { ...place, root: around } : place;
}

/** The top level of the repository that a folder is in; a file `.git` marks a worktree. */
export function repositoryOf(directory: string): string | undefined {
    for (let folder = directory; ; folder = dirname(folder)) {
        if (existsSync(join(folder, ".git"))) return folder;
        if (folder === dirname(folder)) return undefined;
    }
}

function real(path: string): string {
    return existsSync(path) ? realpathSync.native(path) : path;
}

function projectOf(directory: string) {
    try {
        return readProject(directory);
    } catch {
        // The preview says what is wrong with it.
        return undefined;
    }
}
