// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.internal.yaml.YamlValue;
import java.util.regex.Pattern;

/** The files of a play: what the director makes before, so that a process can do with them what the script says. */
final class PlayedFiles {
    private static final Pattern OF_THE_KERNEL = Pattern.compile("/+(proc|sys)(/.*)?");
    private static final int MAX_PATH = 4000;

    private final PlayedProcess process;

    PlayedFiles(PlayedProcess process) {
        this.process = process;
    }

    /** A file that is there. A process of another user than root can do with it what root can. */
    void existing(YamlValue place, String path) {
        String file = checked(place, path);
        if (!OF_THE_KERNEL.matcher(file).matches()) {
            prepare("file", file);
        }
    }

    /** The same for a file that a process changes. */
    void changed(YamlValue place, String path) {
        own(place, path);
        prepare("file", checked(place, path));
    }

    /** A name that is free, in a folder that is there. */
    void absent(YamlValue place, String path) {
        own(place, path);
        prepare("absent", checked(place, path));
    }

    /** A folder that is there. */
    void folder(YamlValue place, String path) {
        String folder = checked(place, path);
        if (!OF_THE_KERNEL.matcher(folder).matches()) {
            process.container().plan().preparePath(folder, PlayStep.own("folder", folder));
        }
    }

    /** What the kernel shows as files is the machine's, and no play changes it. */
    private void own(YamlValue place, String path) {
        if (OF_THE_KERNEL.matcher(process.resolve(path)).matches()) {
            place.problem(
                    "\"" + path + "\" can't be changed in a play: it is the kernel's and not the pod's",
                    PlayedProcess.NOT_LIVE);
        }
    }

    private String checked(YamlValue place, String path) {
        if (path.isEmpty() || path.length() > MAX_PATH || path.indexOf('\0') >= 0) {
            place.problem("\"" + path + "\" can't be the path of a file", "");
        }
        return process.resolve(path);
    }

    private void prepare(String what, String path) {
        PlayStep step = process.isRoot() ? PlayStep.own(what, path) : PlayStep.own(what, path, "all");
        process.container().plan().preparePath(path, step);
    }
}
