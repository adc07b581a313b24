// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import io.kguard.internal.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What killed JVMs left on this machine. The next sandbox removes it. */
public final class Leftovers {
    private Leftovers() {}

    /**
     * Finds leftovers without changing anything.
     *
     * @return the paths of folders and cgroups
     * @throws IOException if the search fails
     */
    public static List<Path> find(SandboxOptions options) throws IOException {
        return find(options.stateDirectory(), CgroupMount.all());
    }

    static List<Path> find(Path stateDirectory, List<CgroupMount> mounts) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Map.Entry<Path, List<String>> owner :
                StateFolder.leftovers(stateDirectory).entrySet()) {
            found.add(owner.getKey());
            for (String cgroup : owner.getValue()) {
                mounts.stream()
                        .map(mount -> mount.path().resolve(cgroup.substring(1)))
                        .filter(Files::isDirectory)
                        .forEach(found::add);
            }
        }
        return found;
    }
}
