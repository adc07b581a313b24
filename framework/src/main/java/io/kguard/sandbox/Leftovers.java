// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;

/** What JVMs that were killed left on this machine. The next sandbox that is opened removes it. */
@API(status = API.Status.INTERNAL)
public final class Leftovers {
    private Leftovers() {}

    /**
     * Looks for them, and changes nothing.
     *
     * @return the paths of folders and cgroups
     * @throws IOException if they can't be looked for
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
